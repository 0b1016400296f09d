import htmx from 'htmx.org'
import { offerTimeZone } from './forms/browser-zone'
import { submitOnChange } from './forms/submit-on-change'
import { submitOnce } from './forms/submit-once'
import { offerSuggestions } from './forms/suggestions'
import { keepTyped } from './forms/typed-ahead'
import { enableDialogs } from './frame/dialogs'
import { keepFocus } from './frame/focus'
import { handleMenus } from './frame/menus'
import { enablePalette } from './frame/palette'
import { stayOnSamePage } from './frame/same-page'
import { handleShortcuts } from './frame/shortcuts'
import { guardSignIn, isSignedIn } from './frame/sign-in-guard'
import { enableToasts } from './frame/toasts'
import { editInPlace, handleEditKeys, raiseEdits } from './lists/inline-edits'
import { followChanges } from './live/live'
import { preserveLocalState } from './live/morphing'
import { pausePolling, pollAll } from './live/polling'
import { sendRegions } from './live/regions'
import { showRequestErrors } from './live/request-errors'
import { showSignsOfLife } from './live/signs-of-life'
import { keepOffline } from './offline/start'
import { updateTimer } from './timer/timer'

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
offerTimeZone()
updateTimer()
