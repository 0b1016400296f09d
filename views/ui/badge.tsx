import type { PropsWithChildren } from 'hono/jsx'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'accent'

/** A word with a shape beside it: its colour never speaks alone. */
export const Badge = ({ tone = 'neutral', icon, children }: PropsWithChildren<{ tone?: Tone; icon?: IconName }>) => (
  <span class={classes('badge', tone !== 'neutral' && tone)}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
)
