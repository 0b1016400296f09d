import type { PropsWithChildren } from 'hono/jsx'
import { classes } from './icon'

const looks = {
  strip: 'strip',
  /** For a strip with a menu, which may extend beyond it. */
  few: 'my-3 flex min-w-0 gap-1 max-sm:gap-0 max-sm:text-small print:hidden',
  /** For a strip next to the fold of a `DatesForm`. */
  dates: 'strip max-w-max flex-1 max-sm:justify-between max-sm:gap-0 max-sm:*:[a]:px-1',
}

type StripProps = PropsWithChildren<{ label: string; look?: keyof typeof looks; class?: string }>

/** Links to date ranges, or to views of a row. They scroll if there is no room. `hx-*` is passed on. */
export const Strip = ({ label, look = 'strip', class: more, children, ...rest }: StripProps) => (
  <nav class={classes(looks[look], more)} aria-label={label} {...rest}>
    {children}
  </nav>
)

type LinkProps = PropsWithChildren<{ href: string; isCurrent: boolean; id?: string }>

export const StripLink = ({ isCurrent, children, ...rest }: LinkProps) => (
  <a class="strip-item" aria-current={isCurrent ? 'true' : undefined} {...rest}>
    {children}
  </a>
)
