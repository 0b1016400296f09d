import type { Child, PropsWithChildren } from 'hono/jsx'
import { classes } from './icon'

type EmptyProps = {
  title: string
  /** Heading level: 2 directly below the page's title, 3 in a section. */
  level?: 2 | 3
  actions?: Child
  /** True for a list that never had a row and whose first step is a line: it has nothing to search. */
  isFirst?: boolean
  centred?: boolean
}

/** Message of an empty list: its purpose, and one action. A primary action replaces the one in the page head. */
export const Empty = ({ title, level = 2, actions, isFirst, centred, children }: PropsWithChildren<EmptyProps>) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class={classes('empty', isFirst && 'first', centred && 'mx-auto justify-items-center text-center')}>
      <Heading>{title}</Heading>
      {children && <p class="grey">{children}</p>}
      {actions && <div class={classes('actions', centred && 'justify-center')}>{actions}</div>}
    </div>
  )
}
