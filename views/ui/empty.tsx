import type { Child, PropsWithChildren } from 'hono/jsx'

type EmptyProps = {
  title: string
  /** Heading level: 2 right under the page's, 3 in a section. */
  level?: 2 | 3
  actions?: Child
}

/** Says of an empty list what belongs there, and offers the first step. */
export const Empty = ({ title, level = 2, actions, children }: PropsWithChildren<EmptyProps>) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class="empty">
      <Heading>{title}</Heading>
      {children && <p class="grey">{children}</p>}
      {actions && <div class="actions">{actions}</div>}
    </div>
  )
}
