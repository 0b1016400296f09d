import { type Child, createContext, type JSX, type PropsWithChildren, useContext } from 'hono/jsx'
import { classes, Icon, type IconName } from './icon'
import { useHref } from './uses'

/** Look of a button. A view has a single `primary` button. */
export type ButtonLook = {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger' | 'danger-primary'
  small?: boolean
  icon?: IconName
  /** Shows only the icon; this text is the button's accessible name. */
  iconOnly?: string
  class?: string
}

export type ButtonAttributes = Partial<
  Pick<
    JSX.IntrinsicElements['button'],
    | 'id'
    | 'type'
    | 'name'
    | 'value'
    | 'form'
    | 'formaction'
    | 'formmethod'
    | 'formnovalidate'
    | 'title'
    | 'autofocus'
    | 'tabindex'
    | 'hidden'
  >
>
type LinkAttributes = Partial<
  Pick<JSX.IntrinsicElements['a'], 'id' | 'rel' | 'title' | 'download' | 'target' | 'hidden' | 'aria-keyshortcuts'>
>

const look = ({ variant = 'plain', small, iconOnly, class: more }: ButtonLook) =>
  classes('button', variant !== 'plain' && variant.replace('-', ' '), small && 'small', iconOnly && 'only', more)

const Content = ({ icon, iconOnly, children }: PropsWithChildren<ButtonLook>) => (
  <>
    {icon && <Icon name={icon} />}
    {!iconOnly && children}
  </>
)

type Props = PropsWithChildren<
  ButtonLook &
    ButtonAttributes & {
      busy?: boolean
      disabled?: boolean
      /** Value of `sure`, which `requireOwnForm` requires for a destructive action. */
      sure?: string
    }
>

/** A button; in a form it submits unless `type` says otherwise. `hx-*` and `data-*` attributes are passed on. */
export const Button = ({
  variant,
  small,
  icon,
  iconOnly,
  class: more,
  busy,
  disabled,
  sure,
  children,
  ...rest
}: Props) => (
  <button
    {...(sure && { name: 'sure', value: sure })}
    class={look({ variant, small, iconOnly, class: more })}
    aria-label={iconOnly}
    title={iconOnly}
    aria-busy={busy ? 'true' : undefined}
    disabled={disabled}
    {...rest}
  >
    <Content icon={icon} iconOnly={iconOnly}>
      {children}
    </Content>
  </button>
)

type PostButtonProps = ButtonLook & {
  action: string
  label: string
  disabled?: boolean
  sure?: string
  'aria-keyshortcuts'?: string
}

/** A form that consists of one button. */
export const PostButton = ({ action, label, ...button }: PostButtonProps) => (
  <form method="post" action={action}>
    <Button {...button}>{label}</Button>
  </form>
)

type LinkProps = PropsWithChildren<ButtonLook & LinkAttributes & { href?: string }>

/** A link that looks like a button. Without `href` it is disabled. */
export const LinkButton = ({ variant, small, icon, iconOnly, class: more, href, children, ...rest }: LinkProps) =>
  (href === undefined || useHref(href)) && (
    <a
      class={look({ variant, small, iconOnly, class: more })}
      href={href}
      aria-label={iconOnly}
      title={iconOnly}
      {...(href === undefined && { role: 'link', 'aria-disabled': 'true' })}
      {...rest}
    >
      <Content icon={icon} iconOnly={iconOnly}>
        {children}
      </Content>
    </a>
  )

/** Link to the form of a new row; on a phone only `New`. */
export const NewLink = ({ name, ...link }: { name: string; href: string } & Pick<ButtonLook, 'variant'>) => (
  <LinkButton variant="primary" icon="plus" aria-label={`New ${name}`} {...link}>
    <span>
      New<span class="max-lg:hidden"> {name}</span>
    </span>
  </LinkButton>
)

/** The only action of an empty list, instead of the button in the page head. */
export const FirstLink = ({ name, ...link }: { name: string; href: string }) => (
  <LinkButton variant="primary" icon="plus" {...link}>
    New {name}
  </LinkButton>
)

export const Cancel = (attributes: { href: string }) => (
  <LinkButton variant="quiet" data-cancel {...attributes}>
    Cancel
  </LinkButton>
)

type Act = { icon: IconName; label: string; class?: string }

/** Small square button at the end of a row, named by its label. */
export const ActButton = ({ icon, label, class: more, ...rest }: Act & ButtonAttributes & { disabled?: boolean }) => (
  <button class={classes('act', more)} aria-label={label} title={label} {...rest}>
    <Icon name={icon} />
  </button>
)

/** An `ActButton` that is a link. */
export const ActLink = ({ icon, label, class: more, href, ...rest }: Act & LinkAttributes & { href: string }) =>
  useHref(href) && (
    <a class={classes('act', more)} href={href} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </a>
  )

export const Actions = ({ children }: PropsWithChildren) => <div class="actions">{children}</div>

type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'accent'

/** True in a row, where a badge is a coloured word. */
export const InWords = createContext(false)

const wordTones = { neutral: 'grey', good: 'good', warning: 'warning', bad: 'bad', accent: 'text-accent' }

/** A word with an icon next to it, so that it does not depend on colour alone; in a row the word alone. */
export const Badge = ({ tone = 'neutral', icon, children }: PropsWithChildren<{ tone?: Tone; icon?: IconName }>) =>
  useContext(InWords) ? (
    <span class={`state ${wordTones[tone]}`}>{children}</span>
  ) : (
    <span class={classes('badge', tone !== 'neutral' && tone)}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )

type NoticeProps = PropsWithChildren<{
  tone?: 'neutral' | 'good' | 'warning' | 'bad'
  icon?: IconName
  actions?: Child
  id?: string
  class?: string
  /** `alert` is announced at once, `status` when the screen reader is idle. */
  role?: 'alert' | 'status'
}>

const toneIcon = { neutral: 'clock', good: 'check', warning: 'alert', bad: 'alert' } as const

/** A message in the page, with buttons for the next steps. */
export const Notice = ({
  tone = 'neutral',
  icon = toneIcon[tone],
  actions,
  class: more,
  children,
  ...rest
}: NoticeProps) => (
  <div class={classes('notice', tone !== 'neutral' && tone, more)} {...rest}>
    <Icon name={icon} />
    <div class="words">{children}</div>
    {actions && <div class="actions">{actions}</div>}
  </div>
)

/** Two versions of a row to choose from, inside the notice of a stale edit. */
export const Versions = ({ children }: PropsWithChildren) => <div class="versions">{children}</div>

/** One version in a conflict: its author, the differences, and the button that keeps it. */
export const Version = ({ title, action, children }: PropsWithChildren<{ title: Child; action: Child }>) => (
  <dl>
    <dt>{title}</dt>
    <dd>{children}</dd>
    <dd>{action}</dd>
  </dl>
)

type MenuProps = {
  id?: string
  label: string
  icon?: IconName
  /** Id of a template from which the script takes the menu's content. */
  template?: string
  /** True to open upwards. */
  up?: boolean
  class?: string
}

/**
 * Menu of a row. Its children are links, and forms with one button. Works without JavaScript unless it has a template.
 */
export const Menu = ({
  id,
  label,
  icon = 'more',
  template,
  up,
  class: more,
  children,
}: PropsWithChildren<MenuProps>) => (
  <details class={classes('menu', more)} id={id} data-menu={template ?? ''}>
    <summary class="act" aria-label={label}>
      <Icon name={icon} />
    </summary>
    {!template && <div class={classes('sheet', up && 'top-auto bottom-full mb-1')}>{children}</div>}
  </details>
)
