; 援帮's installer: Chinese, for the user alone without administrator rights or for everybody, silent with /S.
; Called by build.py:  makensis -DVERSION=… -DSOURCE=folder -DTARGET=setup.exe -DICON=… -DPICTURE=… installer.nsi
;   /S silent   /ALLUSERS for everybody   /D=C:\… another folder (last, without quotes)
; The data lie elsewhere (%LOCALAPPDATA%\Yuanbang) and are never touched, by upgrade or by uninstalling.
; Exit codes: 0 installed, 1 cancelled, 2 the running program did not close or a file could not be written, 3 Windows is too
; old, 4 for everybody without an administrator's rights.

Target amd64-unicode ; 64-bit like the program: an older or 32-bit Windows says itself that it cannot run it
!ifdef QUICK ; for trials: four minutes less, a third more
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
RequestExecutionLevel user
AllowSkipFiles off ; half a program is none

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "nsDialogs.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define NAME "援帮"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Yuanbang"
!define PATIENCE 40 ; half seconds that the running program gets for closing

Name "${NAME}"
OutFile "${TARGET}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装 ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "援帮是医院对口支援办公室用的台账和打印程序。$\r$\n$\r$\n安装只要一两分钟。已有的数据不会动；正在运行的援帮会先请它关闭，没存完的填写有草稿。"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!define MUI_FINISHPAGE_RUN_TEXT "打开援帮"
!insertmacro MUI_PAGE_WELCOME
Page custom AskForWhom TakeForWhom
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var ForAll
Var Asked ; whether /ALLUSERS was said
Var Proposed ; the folder that was proposed last
Var ForMeButton
Var ForAllButton

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "援帮需要 64 位的 Windows 10 或更新的系统，这台电脑的系统太旧了。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "援帮需要 64 位的 Windows 10 或更新的系统。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ${WinVerGetBuild} $0
  ${If} $0 < 17763 ; what Qt is made for
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "这台电脑的 Windows 10 比较旧（1809 以前），装好以后可能打不开。最好先更新系统。仍要安装吗？" /SD IDOK IDOK go_on
    SetErrorLevel 3
    Quit
    go_on:
  ${EndIf}
  SetRegView 64
  StrCpy $ForAll 0
  StrCpy $Asked 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    StrCpy $ForAll 1
    StrCpy $Asked 1
  ${Else} ; what is installed for everybody, and not for this user, is upgraded for everybody
    ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
    ReadRegStr $1 HKLM "${KEY}" "InstallLocation"
    ${If} $0 == ""
    ${AndIf} $1 != ""
      StrCpy $ForAll 1
    ${EndIf}
  ${EndIf}
  ${If} ${Silent}
  ${AndIf} $ForAll == 1
    Call NeedAdministrator
  ${EndIf}
  Call TakePlace
FunctionEnd

Function NeedAdministrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

; The folder and the registry of the one user or of all; a folder that was told with /D= or chosen stays.
Function TakePlace
  ${If} $ForAll == 1
    SetShellVarContext all
    StrCpy $1 "$PROGRAMFILES64\Yuanbang"
  ${Else}
    SetShellVarContext current
    StrCpy $1 "$LOCALAPPDATA\Programs\Yuanbang"
  ${EndIf}
  ReadRegStr $0 SHCTX "${KEY}" "InstallLocation"
  ${If} $0 != ""
    StrCpy $1 $0
  ${EndIf}
  ${If} $INSTDIR == $Proposed ; both are empty at the beginning
    StrCpy $INSTDIR $1
    StrCpy $Proposed $1
  ${EndIf}
FunctionEnd

Function AskForWhom
  ${If} $Asked == 1 ; the administrator has said yes already
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 == "Admin"
      Abort
    ${EndIf}
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "给谁安装" "一般选“只给我自己”，不需要管理员密码"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 14u "只给我自己（不需要管理员）"
  Pop $ForMeButton
  ${NSD_CreateRadioButton} 0 32u 100% 14u "给这台电脑的所有人（需要管理员）"
  Pop $ForAllButton
  ${If} $ForAll == 1
    ${NSD_Check} $ForAllButton
  ${Else}
    ${NSD_Check} $ForMeButton
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function TakeForWhom
  ${NSD_GetState} $ForAllButton $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $ForAll 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ClearErrors
      ExecShell "runas" "$EXEPATH" "/ALLUSERS"
      ${If} ${Errors}
        MessageBox MB_ICONINFORMATION "没有得到管理员的允许。可以选“只给我自己”。"
        Abort
      ${EndIf}
      Quit
    ${EndIf}
  ${Else}
    StrCpy $ForAll 0
  ${EndIf}
  Call TakePlace
FunctionEnd

; Ask every window of the program in this folder to close, as its own ✕ would: it stores, backs up, then ends. A window is known
; by the program that it belongs to: a folder that is called 援帮 too stays open.
!macro CLOSE_PROGRAM un
Function ${un}AskToClose
  StrCpy $3 0
  ${Do}
    FindWindow $3 "" "" 0 $3
    ${If} $3 P= 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::IsWindowVisible(p r3) i .r4'
    System::Call 'user32::GetWindow(p r3, i 4) p .r5' ; 4: the owner, which a dialog has
    ${If} $4 <> 0
    ${AndIf} $5 P= 0
      System::Call 'user32::GetWindowThreadProcessId(p r3, *i .r4)'
      System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r4) p .r5' ; 0x1000: to ask for its name
      ${If} $5 P<> 0
        System::Call 'kernel32::QueryFullProcessImageNameW(p r5, i 0, w .r6, *i ${NSIS_MAX_STRLEN}) i .r4'
        System::Call 'kernel32::CloseHandle(p r5)'
        ${If} $4 <> 0
        ${AndIf} $6 == "$INSTDIR\yuanbang.exe"
          System::Call 'user32::PostMessageW(p r3, i 0x0010, p 0, p 0)' ; WM_CLOSE
        ${EndIf}
      ${EndIf}
    ${EndIf}
  ${Loop}
FunctionEnd

; $1 becomes 1 when a program of ours is running: Windows lets nobody write into it then.
Function ${un}LookIfRunning
  StrCpy $1 0
  ${If} ${FileExists} "$INSTDIR\$2"
    ClearErrors
    FileOpen $3 "$INSTDIR\$2" a
    ${If} ${Errors}
      StrCpy $1 1
    ${Else}
      FileClose $3
    ${EndIf}
  ${EndIf}
FunctionEnd

Function ${un}CloseProgram
  StrCpy $0 0
  ${Do}
    StrCpy $2 "yuanbang.exe"
    Call ${un}LookIfRunning
    ${If} $1 == 0
      StrCpy $2 "yuanbang-cli.exe" ; a command ends by itself
      Call ${un}LookIfRunning
    ${EndIf}
    ${If} $1 == 0
      Return
    ${EndIf}
    Call ${un}AskToClose
    IntOp $0 $0 + 1
    ${If} $0 > ${PATIENCE}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "援帮还开着（也许有一个对话框没关），或者这个文件夹不能写。请关闭它，再点“重试”。" /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Quit
      again:
      StrCpy $0 0
    ${EndIf}
    Sleep 500
  ${Loop}
FunctionEnd
!macroend
!insertmacro CLOSE_PROGRAM ""
!insertmacro CLOSE_PROGRAM "un."

; As the user, not as the administrator who may have installed it: else the data would be the administrator's, and nothing could be
; dragged in from the user's folders.
Function OpenProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\yuanbang.exe"'
FunctionEnd

Section
  Call CloseProgram
  SetOutPath "$INSTDIR"
  ; what an older version left goes, but nothing that is not ours
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\yuanbang.exe"
  Delete "$INSTDIR\yuanbang-cli.exe"
  File /r "${SOURCE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\yuanbang.exe"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\yuanbang.exe"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME} ${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\yuanbang.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" $0
SectionEnd

Function un.onInit
  SetRegView 64
  StrCpy $0 $INSTDIR 1 -1
  ${If} $0 == "\" ; so it is when Windows starts the uninstaller
    StrCpy $INSTDIR $INSTDIR -1
  ${EndIf}
  ; it was installed for everybody when everybody's registry knows this folder
  StrCpy $ForAll 1
  SetShellVarContext all
  ReadRegStr $0 SHCTX "${KEY}" "InstallLocation"
  ${If} $0 != $INSTDIR
    StrCpy $ForAll 0
    SetShellVarContext current
  ${EndIf}
  ${If} $ForAll == 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      StrCpy $1 ""
      ${If} ${Silent}
        StrCpy $1 "/S"
      ${EndIf}
      ClearErrors
      ExecShell "runas" "$INSTDIR\uninstall.exe" $1
      ${If} ${Errors}
        MessageBox MB_ICONINFORMATION "援帮是给这台电脑的所有人装的，卸载要管理员允许。" /SD IDOK
        SetErrorLevel 4
      ${EndIf}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.CloseProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\yuanbang.exe"
  Delete "$INSTDIR\yuanbang-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey SHCTX "${KEY}"
  ${If} $ForAll == 1
    StrCpy $0 "每个人的 %LOCALAPPDATA%"
  ${Else}
    StrCpy $0 "$LOCALAPPDATA"
  ${EndIf}
  MessageBox MB_ICONINFORMATION "援帮已卸载。您的数据没有动，仍在 $0\Yuanbang，或者您在“设置”里换过的地方。" /SD IDOK
SectionEnd
