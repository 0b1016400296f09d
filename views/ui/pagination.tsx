import type { Child, PropsWithChildren } from 'hono/jsx'
import { LinkButton } from './button'
import { Icon } from './icon'

type Step = { href: string; label?: string }

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
