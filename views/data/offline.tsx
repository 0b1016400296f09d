import { Actions } from '../../ui/button'
import { sentTo } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { paletteField, paletteNote } from './palette'

/** The one option of the palette without a network (client/offline/strip.ts). */
const PaletteOption = () => (
  <template id="palette-offline">
    <div {...{ role: 'group', 'aria-labelledby': 'palette-group-0' }}>
      <h3 id="palette-group-0" role="presentation">
        Offline: sent once there is a connection
      </h3>
      <form {...sentTo('/capture')} hx-target={`#${paletteNote}`} hx-swap="innerHTML" data-lines={paletteField}>
        <input type="hidden" name="entry" />
        <button
          {...{ type: 'submit', class: 'hit', role: 'option', tabindex: -1, 'aria-selected': 'true' }}
          id="palette-option-0"
        >
          <Icon name="plus" />
          <span>
            <bdi />
          </span>
        </button>
      </form>
    </div>
  </template>
)

/** Stands at the address of a page that is not on the device. Links of its frame lead to those that are. */
export const OfflinePage = () => (
  <div class="error-page stack">
    <h1>This page needs the network</h1>
    <p>You are offline, or Daymark can’t be reached. The pages of the tabs open as you last saw them.</p>
    <p>What you enter there is kept on this device, and sent once there is a connection.</p>
    <Actions>
      {/* Its address is that of the page that is missing. */}
      <a class="button primary" {...{ href: '' }}>
        Try again
      </a>
    </Actions>
    <PaletteOption />
  </div>
)
