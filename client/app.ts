import 'htmx.org'
import { countAgo } from './ago'
import { applyForms } from './auto-apply'
import { fillInBrowser, offerTimeZone } from './browser'
import { copyFields } from './copy'
import { openDialogs } from './dialogs'
import { showFailures } from './failures'
import { keepFocus } from './focus'
import { closeMenus } from './menus'
import { keepOwn } from './morphing'
import { restPolling } from './polling'
import { dragRows } from './reorder'
import { roveGrids } from './roving'
import { selectRows } from './selecting'
import { obeyShortcuts } from './shortcuts'
import { staySignedOut } from './signed-out'
import { submitOnce } from './submitting'
import { countTimer } from './timer'
import { dismissToasts } from './toasts'

submitOnce()
applyForms()
keepFocus()
restPolling()
staySignedOut()
keepOwn()
showFailures()
dismissToasts()
openDialogs()
copyFields()
closeMenus()
roveGrids()
dragRows()
selectRows()
obeyShortcuts()
fillInBrowser()
offerTimeZone()
countTimer()
countAgo()
