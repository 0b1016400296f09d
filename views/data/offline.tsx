import type { Option } from '../../functions/data/palette/options'
import { Actions } from '../ui/button'
import { PaletteList } from './palette/list'

/** Captures the line, which client/offline/palette.ts puts into it. */
const capture: Option = { icon: 'plus', title: [], does: { posts: '/capture', values: { entry: '' } }, rank: 0 }

/** The options of the palette without a network; client/offline/palette.ts shows the matching ones. */
const PaletteOptions = ({ places }: { places: Option[] }) => (
  <template id="palette-offline">
    <PaletteList
      groups={[
        { name: 'Go to', options: places },
        { name: 'Offline: sent once there is a connection', options: [capture] },
      ]}
      hidden={0}
      line=""
    />
  </template>
)

/** Shown for the address of a page that is not cached. The links of its frame lead to cached pages. */
export const OfflinePage = ({ places }: { places: Option[] }) => (
  <div class="error-page stack">
    <h1>This page needs the network</h1>
    <p>
      You are offline, or Daymark can’t be reached. The pages of the menu that you use each day open as you last saw
      them, and so do goals, plans, projects and days that you opened lately.
    </p>
    <p>What you enter there is kept on this device, and sent once there is a connection.</p>
    <Actions>
      {/* Its address is that of the page that is missing. */}
      <a class="button primary" {...{ href: '' }}>
        Try again
      </a>
    </Actions>
    <PaletteOptions places={places} />
  </div>
)
