import type { PropsWithChildren } from 'hono/jsx'
import { Icon, type IconName } from './icon'

/** More to do with a row: its children are links, and forms with one button. Works without script. */
export const Menu = ({ label, icon = 'more', children }: PropsWithChildren<{ label: string; icon?: IconName }>) => (
  <details class="menu" data-menu>
    <summary class="act" aria-label={label} title={label}>
      <Icon name={icon} />
    </summary>
    <div class="sheet">{children}</div>
  </details>
)
