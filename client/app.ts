import htmx from 'htmx.org'
import { fillBrowserDefaults, offerTimeZone } from './browser-defaults'
import { enableDialogs } from './dialogs'
import { keepFocus } from './focus'
import { editInPlace, handleEditKeys, raiseEdits } from './inline-edits'
import { followChanges } from './live'
import { handleMenus } from './menus'
import { preserveLocalState } from './morphing'
import { keepOffline } from './offline/start'
import { enablePalette } from './palette'
import { pausePolling, pollAll } from './polling'
import { sendRegions } from './regions'
import { showRequestErrors } from './request-errors'
import { stayOnSamePage } from './same-page'
import { handleShortcuts } from './shortcuts'
import { guardSignIn, isSignedIn } from './sign-in-guard'
import { showSignsOfLife } from './signs-of-life'
import { submitOnChange } from './submit-on-change'
import { submitOnce } from './submit-once'
import { offerSuggestions } from './suggestions'
import { updateTimer } from './timer'
import { enableToasts } from './toasts'
import { keepTyped } from './typed-ahead'

Object.assign(window, { htmx, pollAll })
keepOffline()
submitOnce()
keepTyped()
submitOnChange()
offerSuggestions()
raiseEdits()
keepFocus()
pausePolling(isSignedIn)
followChanges()
guardSignIn()
sendRegions()
stayOnSamePage()
preserveLocalState()
showRequestErrors()
showSignsOfLife()
enableToasts()
enableDialogs()
enablePalette()
handleMenus()
handleEditKeys()
editInPlace()
handleShortcuts()
fillBrowserDefaults()
offerTimeZone()
updateTimer()
