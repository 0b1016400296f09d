import type { PropsWithChildren } from 'hono/jsx'

/** Markdown as HTML (functions/lib/markdown.ts), with the looks of text. */
export const Rendered = ({ children }: PropsWithChildren) => <div class="rendered">{children}</div>
