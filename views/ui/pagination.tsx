import type { Child } from 'hono/jsx'
import { LinkButton } from './button'

type Step = { href: string; label?: string }

export type PagesProps = {
  /** What is shown: `51–100 of 1,204`. */
  range?: Child
  later?: Step
  earlier?: Step
  /** Once in sight, htmx puts the earlier page's part in its place; the link stays for those without script. */
  endless?: boolean
}

/** The way to the next and the previous page of a list. */
export const Pages = ({ range, later, earlier, endless }: PagesProps) => (
  <nav
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
      </LinkButton>
    )}
  </nav>
)
