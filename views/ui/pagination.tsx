import type { Child, PropsWithChildren } from 'hono/jsx'
import { LinkButton } from './button'
import { Icon } from './icon'

type Step = { href: string; label?: string }

/** `of` names what it shows where `label` does not; without `href` it cannot be taken. `swap` has attributes for htmx. */
type TimeStep = { id?: string; href?: string; of?: string; label?: string; swap?: Record<string, string> }

const stepName = (word: string, { of, label, swap = {} }: TimeStep): Record<string, string> =>
  label === undefined && of !== undefined ? { 'aria-label': `${word}: ${of}`, title: of, ...swap } : swap

type StepsProps = PropsWithChildren<{ label: string; earlier?: TimeStep | '' | null; later?: TimeStep | '' | null }>

/** Steps through time, the earlier on the left; its children stand between them. */
export const Steps = ({ label, earlier, later, children }: StepsProps) => (
  <nav class="actions steps" aria-label={label}>
    {earlier && (
      <LinkButton id={earlier.id ?? 'earlier'} icon="left" href={earlier.href} {...stepName('Earlier', earlier)}>
        {earlier.label ?? 'Earlier'}
      </LinkButton>
    )}
    {children}
    {later && (
      <LinkButton id={later.id ?? 'later'} href={later.href} {...stepName('Later', later)}>
        {later.label ?? 'Later'}
        <Icon name="right" />
      </LinkButton>
    )}
  </nav>
)

type PagesProps = {
  /** Lets an answer replace it. */
  id?: string
  /** `51–100 of 1,204` */
  range?: Child
  later?: Step
  earlier?: Step
  /** Once in sight, htmx puts the earlier page's part in its place; the link stays for those without script. */
  endless?: boolean
}

/** The way to the next and the previous page of a list; nothing where there is neither, unless `id` keeps its place. */
export const Pages = ({ id, range, later, earlier, endless, children }: PropsWithChildren<PagesProps>) =>
  id || later || earlier ? (
    <nav
      id={id}
      class="pages"
      aria-label="Pages"
      {...(endless && earlier && { 'hx-get': earlier.href, 'hx-trigger': 'revealed', 'hx-swap': 'outerHTML' })}
    >
      {later && (
        <LinkButton href={later.href} icon="left" rel="prev">
          {later.label ?? 'Later'}
        </LinkButton>
      )}
      <span>{range}</span>
      {earlier && (
        <LinkButton href={earlier.href} rel="next">
          {earlier.label ?? 'Earlier'}
          <Icon name="right" />
        </LinkButton>
      )}
      {children}
    </nav>
  ) : null
