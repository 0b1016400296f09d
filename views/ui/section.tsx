import type { Child, PropsWithChildren } from 'hono/jsx'
import { Icon } from './icon'

type PageHeadProps = {
  title: Child
  /** One line beside the title. */
  summary?: Child
  /** Lets an answer replace the summary. */
  summaryId?: string
  actions?: Child
}

/** The head of a page, with its one `h1`. */
export const PageHead = ({ title, summary, summaryId, actions }: PageHeadProps) => (
  <div class="page-head">
    <h1>{title}</h1>
    {(summary || summaryId) && <p id={summaryId}>{summary}</p>}
    {actions && <div class="actions">{actions}</div>}
  </div>
)

type SectionProps = {
  /** The id of its heading is `<id>-head`. */
  id: string
  title: Child
  /** A few words beside the title. */
  summary?: Child
  /** At the far end of the head: a link, or sums. */
  aside?: Child
}

const Head = ({ id, title, summary, aside }: SectionProps) => (
  <>
    <h2 id={`${id}-head`}>{title}</h2>
    {summary && <p>{summary}</p>}
    {aside && <div class="aside">{aside}</div>}
  </>
)

/** A part of a page under a heavy rule. */
export const Section = ({ children, ...head }: PropsWithChildren<SectionProps>) => (
  <section class="section" id={head.id} aria-labelledby={`${head.id}-head`}>
    <div class="section-head">
      <Head {...head} />
    </div>
    {children}
  </section>
)

/** A section that is folded until somebody opens it. */
export const Fold = ({ open, children, ...head }: PropsWithChildren<SectionProps & { open?: boolean }>) => (
  <details class="section" id={head.id} open={open}>
    <summary class="section-head">
      <Icon name="right" />
      <Head {...head} />
    </summary>
    {children}
  </details>
)

/** Sections side by side on a wide screen: `two` alike, or the first in the `lead`. */
export const Columns = ({ kind, children }: PropsWithChildren<{ kind: 'two' | 'lead' }>) => (
  <div class={`columns ${kind}`}>{children}</div>
)

/** Things one under the other, with a little air. */
export const Stack = ({ children }: PropsWithChildren) => <div class="stack">{children}</div>

/** Two things beside each other, at every width. */
export const Pair = ({ children }: PropsWithChildren) => <div class="pair">{children}</div>

/** A link that shows as one, such as those at the end of a section's head. */
export const TextLink = ({ href, children, ...rest }: PropsWithChildren<{ href: string; id?: string }>) => (
  <a class="link" href={href} {...rest}>
    {children}
  </a>
)
