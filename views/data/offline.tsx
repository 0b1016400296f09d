import type { PaletteOption } from '../../functions/data/palette/options'
import { Actions } from '../ui/button'
import { PaletteList } from './palette/list'

/** Option that captures the typed line; client/offline/palette.ts fills it in. */
const capture: PaletteOption = { icon: 'plus', title: [], does: { posts: '/capture', values: { entry: '' } }, rank: 0 }

/** Options of the palette without a network; client/offline/palette.ts displays the matching ones. */
const PaletteOptions = ({ places }: { places: PaletteOption[] }) => (
  <template id="palette-offline">
    <PaletteList
      groups={[
        { name: 'Go to', options: places },
        { name: 'Offline: sent when you reconnect', options: [capture] },
      ]}
      hidden={0}
      line=""
    />
  </template>
)

/** Shown instead of a page that is not cached. The links of its shell lead to cached pages. */
export const OfflinePage = ({ places }: { places: PaletteOption[] }) => (
  <div class="stack max-w-160">
    <h1>This page needs a connection</h1>
    <p>
      You are offline, or Daymark can’t be reached. Pages that you use every day, and others that you opened recently,
      still open as you last saw them.
    </p>
    <p>What you enter there is kept on this device and sent when you reconnect.</p>
    <Actions>
      {/* Its address is that of the page that is missing. */}
      <a class="button primary" {...{ href: '' }}>
        Try again
      </a>
    </Actions>
    <PaletteOptions places={places} />
  </div>
)
