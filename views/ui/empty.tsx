import type { Child, PropsWithChildren } from 'hono/jsx'

/** What a place with nothing in it says: what belongs there, and the first step. */
export const Empty = ({ title, actions, children }: PropsWithChildren<{ title: string; actions?: Child }>) => (
  <div class="empty">
    <h2>{title}</h2>
    {children && <p class="grey">{children}</p>}
    {actions && <div class="actions">{actions}</div>}
  </div>
)
