import type { Child, PropsWithChildren } from 'hono/jsx'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

type NoticeProps = PropsWithChildren<{
  tone?: 'neutral' | 'good' | 'warning' | 'bad'
  icon?: IconName
  actions?: Child
  id?: string
  /** `alert` for what must be heard at once, `status` for what may wait. */
  role?: 'alert' | 'status'
}>

const toneIcon = { neutral: 'clock', good: 'check', warning: 'alert', bad: 'alert' } as const

/** A message that stands in the page, with what can be done about it. */
export const Notice = ({ tone = 'neutral', icon = toneIcon[tone], actions, children, ...rest }: NoticeProps) => (
  <div class={classes('notice', tone !== 'neutral' && tone)} {...rest}>
    <Icon name={icon} />
    <div class="words">{children}</div>
    {actions && <div class="actions">{actions}</div>}
  </div>
)

/** Two versions of the same thing to choose from, inside the notice of a stale edit. */
export const Versions = ({ children }: PropsWithChildren) => <div class="versions">{children}</div>

/** One of them: whose it is, what differs, and the button that takes it. */
export const Version = ({ title, action, children }: PropsWithChildren<{ title: Child; action: Child }>) => (
  <dl>
    <dt>{title}</dt>
    <dd>{children}</dd>
    <dd>{action}</dd>
  </dl>
)
