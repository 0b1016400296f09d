import htmx from 'htmx.org'
import { offerTimeZone } from './forms/browser-zone'
import { submitOnChange } from './forms/submit-on-change'
import { submitOnce } from './forms/submit-once'
import { keepTypedAhead } from './forms/typed-ahead'
import { enableDialogs } from './frame/dialogs'
import { keepFocus } from './frame/focus'
import { loadLater } from './frame/later'
import { handleMenus } from './frame/menus'
import { enablePalette } from './frame/palette'
import { stayOnSamePage } from './frame/same-page'
import { guardSignIn, isSignedIn } from './frame/sign-in-guard'
import { enableToasts } from './frame/toasts'
import { editInPlace, enableEditSheets, handleEditKeys } from './lists/inline-edits'
import { followChanges } from './live/live'
import { preserveLocalState } from './live/morphing'
import { pausePolling, pollAll } from './live/polling'
import { sendRegions } from './live/regions'
import { showRequestErrors } from './live/request-errors'
import { showActivity } from './live/signs-of-life'
import { enableOffline } from './offline/start'
import { loadOnDemand } from './on-demand'
import { updateTimer } from './timer/timer'

Object.assign(window, { htmx, pollAll, onDemand: loadOnDemand })
enableOffline()
submitOnce()
keepTypedAhead()
submitOnChange()
enableEditSheets()
keepFocus()
pausePolling(isSignedIn)
followChanges()
guardSignIn()
sendRegions()
stayOnSamePage()
preserveLocalState()
showRequestErrors()
showActivity()
enableToasts()
enableDialogs()
enablePalette()
handleMenus()
handleEditKeys()
editInPlace()
loadLater()
offerTimeZone()
updateTimer()
