import type { Child, PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../functions/lib/http/path-to'
import { Button, InWords, LinkButton, Menu } from './button'
import { classes, Icon, type IconName } from './icon'
import { OptionalLink, useHref } from './uses'

type Way = { href: string; name: Child }

type PageHeadProps = {
  title: Child
  /** Id, so that a response can morph it. */
  id?: string
  oob?: boolean
  /** Link above the title to the list that the page belongs to. */
  back?: Way
  /** A line next to the title; on a phone below it. */
  summary?: Child
  /** Id of the summary, so that a response can replace it. */
  summaryId?: string
  /** Line below the title of a row's page. */
  facts?: Child[]
  /** Buttons of a row's page; on a phone below its facts. */
  acts?: Child
  /** Path of the form that the pencil button opens. */
  edit?: string
  actions?: Child
  /** Links and forms in a menu after the actions. */
  more?: Child
  /** Id of the menu, so that a response can replace it. */
  moreId?: string
}

/** Link from a page to its list or parent. */
export const BackLink = ({ href, name, class: more }: Way & { class?: string }) =>
  useHref(href) && (
    <a class={classes('back', more)} href={href}>
      <Icon name="left" />
      {name}
    </a>
  )

/** Text that is only printed. */
export const PrintOnly = ({ children }: PropsWithChildren) => (
  <p class="on-paper" hidden>
    {children}
  </p>
)

/**
 * Head of a page, with its only `h1`. On a list page it has one button, and a menu with the other actions. Children are
 * below the title, except that on a phone a filter's button joins the title's line.
 */
export const PageHead = (props: PropsWithChildren<PageHeadProps>) => {
  const { title, id, oob, back, summary, summaryId, facts, acts, edit, actions, more, moreId, children } = props
  return (
    <>
      {back && <BackLink {...back} />}
      <div class="page-head" id={id} hx-swap-oob={oob ? 'outerMorph' : undefined}>
        <h1>{title}</h1>
        {(summary || summaryId) && <p id={summaryId}>{summary}</p>}
        {facts && <RowMeta parts={facts} most={facts.length} />}
        {acts && <div class="acts actions max-sm:*:[.primary:only-child]:flex-1">{acts}</div>}
        {(actions || edit || more) && (
          <div class="actions">
            {actions}
            {edit && <LinkButton variant="quiet" icon="edit" iconOnly="Edit" href={edit} />}
            {more && (
              <Menu label="More" id={moreId}>
                {more}
              </Menu>
            )}
          </div>
        )}
        {children}
      </div>
    </>
  )
}

export type SectionProps = {
  /** Id of the section; its heading has the id `<id>-head`. */
  id: string
  title: Child
  /** Short text next to the title. */
  summary?: Child
  /** At the end of the head: a link, or sums. */
  aside?: Child
}

const Head = ({ id, title, summary, aside }: SectionProps) => (
  <>
    <h2 id={`${id}-head`}>{title}</h2>
    {summary && <p>{summary}</p>}
    {aside && <div class="aside">{aside}</div>}
  </>
)

/** A section of a page under a heavy rule. `region` names a region that writes refresh (`regionOnScreen`). */
export const Section = ({
  region,
  class: more,
  children,
  ...head
}: PropsWithChildren<SectionProps & { region?: string; class?: string }>) => (
  <section class={classes('section', more)} id={head.id} data-region={region} aria-labelledby={`${head.id}-head`}>
    <div class="section-head">
      <Head {...head} />
    </div>
    {children}
  </section>
)

/** A section that is collapsed at first. */
export const Fold = ({ open, children, ...head }: PropsWithChildren<SectionProps & { open?: boolean }>) => (
  <details class="section" id={head.id} open={open}>
    <summary class="section-head">
      <Icon name="right" />
      <Head {...head} />
    </summary>
    {children}
  </details>
)

type LineFoldProps = PropsWithChildren<{ id?: string; words: Child; open?: boolean | undefined; class?: string }>

/** A collapsible part within a line of other elements. Its content opens below the whole line. */
export const LineFold = ({ id, words, open, class: more, children }: LineFoldProps) => (
  <details
    id={id}
    class={classes('contents details-content:order-1 details-content:flex-none details-content:basis-full', more)}
    open={open}
  >
    <summary class="link m-0 py-1 print:hidden">{words}</summary>
    {children}
  </details>
)

const columnLooks = { two: 'lg:grid-cols-2', lead: 'lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]' }

/** Sections side by side on a wide screen: `two` of equal width, or with `lead` a wider first one. */
export const Columns = ({ kind, children }: PropsWithChildren<{ kind: keyof typeof columnLooks }>) => (
  <div class={classes('grid grid-cols-1 gap-x-8', columnLooks[kind])}>{children}</div>
)

/** Stacks its children with a small gap. */
export const Stack = ({ children }: PropsWithChildren) => <div class="stack">{children}</div>

/** A link that looks like one, such as at the end of a section's head. */
export const TextLink = ({
  href,
  children,
  ...rest
}: PropsWithChildren<{ href: string; id?: string; download?: boolean }>) =>
  useHref(href) && (
    <a class="link" href={href} {...rest}>
      {children}
    </a>
  )

type TabsProps = {
  label: string
  tabs: readonly { href: string; name: Child; class?: string }[]
  current?: string
  class?: string | undefined
}

/** Links between related pages, on one line that scrolls. */
export const Tabs = ({ label, tabs, current, class: more }: TabsProps) => (
  <nav class={classes('tabs', more)} aria-label={label}>
    {tabs.map(
      ({ href, name, class: shown }) =>
        useHref(href) && (
          <a class={shown} href={href} aria-current={href === current ? 'page' : undefined}>
            {name}
          </a>
        ),
    )}
  </nav>
)

type Step = { href: string; label?: string }

/**
 * Link to an earlier or later period, described by `label`. Without `href` it is disabled. `swap` has htmx attributes.
 */
type TimeStep = {
  id?: string
  href?: string
  label: string
  swap?: Record<string, string>
  'aria-keyshortcuts'?: 'ArrowLeft' | 'ArrowRight' | '[' | ']' | undefined
}

type StepsProps = PropsWithChildren<{ label: string; earlier?: TimeStep | '' | null; later?: TimeStep | '' | null }>

/** Attributes of a step that an arrow key follows. */
export const stepBackAttributes = { id: 'day-before', 'aria-keyshortcuts': 'ArrowLeft' } as const
export const stepForwardAttributes = { id: 'day-after', 'aria-keyshortcuts': 'ArrowRight' } as const

/** Links to the earlier and later period, with the children between them. */
export const Steps = ({ label, earlier, later, children }: StepsProps) => (
  <nav class="actions" aria-label={label}>
    {earlier && <TimeStepLink id="earlier" icon="left" word="Earlier" {...earlier} />}
    {children}
    {later && <TimeStepLink id="later" icon="right" word="Later" {...later} />}
  </nav>
)

const TimeStepLink = ({ word, label, swap, ...link }: TimeStep & { icon: 'left' | 'right'; word: string }) => (
  <LinkButton small variant="quiet" iconOnly={`${word}: ${label}`} {...link} {...swap} />
)

type PagesProps = {
  /** Id, so that a response can replace it. */
  id?: string
  /** Range of rows: `51–100 of 1,204`. */
  range?: Child
  later?: Step
  earlier?: Step
  /** True if htmx loads the earlier page once the link is visible. Without JavaScript the link remains. */
  endless?: boolean
}

/** Links to the next and previous page of a list. Renders nothing without either, unless `id` keeps its place. */
export const Pagination = ({ id, range, later, earlier, endless, children }: PropsWithChildren<PagesProps>) =>
  id || later || earlier ? (
    <nav
      id={id}
      class="-mt-px flex flex-wrap items-center justify-between gap-3 border-t border-line py-3 text-small text-grey *:[a]:text-ink"
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

type RowsProps = {
  id?: string
  /** True if the order has a meaning: the list is an `ol`. */
  ordered?: boolean
  /** True for rows of two lines, in a narrow column. */
  small?: boolean
  class?: string | false
}

/** Classes of small rows. Rows with their own look keep it. */
const smallRows = classes(
  '*:not-[[class]]:grid-cols-[minmax(0,1fr)_8rem]',
  '*:not-[[class]]:has-[>:only-child]:grid-cols-[minmax(0,1fr)]',
)

/** A list of rows separated by hairlines. The layout of an `li` depends on its own width. */
export const Rows = ({ id, ordered, small, class: more, children, ...rest }: PropsWithChildren<RowsProps>) => {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List class={classes('rows', small && smallRows, more)} id={id} {...rest}>
      {children}
    </List>
  )
}

type RowListProps<Row> = RowsProps & { rows: readonly Row[]; item: (row: Row, index: number) => Child }

/** `Rows` with an `item` for each of `rows`. */
export const RowList = <Row,>({ rows, item, ...list }: RowListProps<Row>) => <Rows {...list}>{rows.map(item)}</Rows>

type TitleProps = { href: string; name?: string; id?: string; autofocus?: boolean; download?: string; class?: string }

/** Title link of a row: `name`, else the children. */
export const RowTitle = ({ href, name, class: more, children, ...rest }: PropsWithChildren<TitleProps>) => {
  const shown = name === undefined ? children : <bdi>{name}</bdi>
  return useHref(href) ? (
    <a class={classes('row-title', more)} href={href} {...rest}>
      {shown}
    </a>
  ) : (
    <span class="row-title">{shown}</span>
  )
}

/** A link in text, with the name of a row. */
export const NameLink = ({ href, name }: { href: string; name: Child }) => (
  <OptionalLink href={href}>
    <bdi>{name}</bdi>
  </OptionalLink>
)

export const RowName = ({ children }: PropsWithChildren) => (
  <span class="row-title">
    <bdi>{children}</bdi>
  </span>
)

/** Joins the parts that exist with `mark`. */
const joined = (parts: Child[], mark: string) =>
  parts.filter(Boolean).flatMap((part, index) => (index > 0 ? [mark, part] : [part]))

/** A fact of several parts; nothing if no part exists. */
export const joinFacts = (...parts: Child[]): Child => parts.some(Boolean) && <>{joined(parts, ', ')}</>

/** Facts on one line: the first `most` that exist. */
export const RowMeta = ({ parts, most = 3, class: more }: { parts: Child[]; most?: number; class?: string }) => {
  const shown = parts.filter(Boolean).slice(0, most)
  if (shown.length === 0) return null
  return (
    <p class={classes('row-meta', more)}>
      <InWords.Provider value={true}>{joined(shown, ' · ')}</InWords.Provider>
    </p>
  )
}

type PlainRowProps = { name: string; href?: string; parts: Child[]; actions?: Child; title?: string }

/** A plain row, without edge, clock and mark. `actions` are at its end. */
export const PlainRow = ({ name, href, parts, actions, title, children }: PropsWithChildren<PlainRowProps>) => (
  <li title={title}>
    <div>
      {href === undefined ? <RowName>{name}</RowName> : <RowTitle href={href} name={name} />}
      <RowMeta parts={parts} />
      {children}
    </div>
    {actions && <RowActions>{actions}</RowActions>}
  </li>
)

type UndoRowProps = { name: string; parts: Child[]; action: string; undo: string }

/** A row of a change, with an Undo button. */
export const UndoRow = ({ name, parts, action, undo }: UndoRowProps) => (
  <PlainRow
    name={name}
    parts={parts}
    actions={
      <form method="post" action={action}>
        <Button small icon="undo">
          {undo}
          <span class="sr-only"> {name}</span>
        </Button>
      </form>
    }
  />
)

type PlaceProps = TitleProps & {
  /** Next to the name, or below it if there is no room. */
  parts: Child[]
  icon?: IconName
}

/** A row that links to a page or a file; all of it can be pressed. */
export const LinkRow = ({ parts, icon = 'right', children, ...title }: PropsWithChildren<PlaceProps>) => (
  <li class="relative min-h-11 hover:bg-hover @xl:grid-cols-[12rem_minmax(0,1fr)_auto]">
    <RowTitle {...title} class="after:absolute after:inset-0">
      {children}
    </RowTitle>
    <RowMeta parts={parts} class="col-start-1 @xl:col-start-2" />
    <span class="-col-start-2 row-span-2 row-start-1 mr-1 self-center text-grey">
      <Icon name={icon} />
    </span>
  </li>
)

/** Container for `ActButton`, `ActLink` and `Menu`. */
export const RowActions = ({ class: more, children }: PropsWithChildren<{ class?: string }>) => (
  <div class={classes('row-actions', more)}>{children}</div>
)

type OrganizationProps = { row: { organization_id: string | null; organization_name: string | null } }

/** Link to the organization of a row; nothing if it has none or the organization is deleted. */
export const OrganizationOf = ({ row }: OrganizationProps) =>
  row.organization_name === null ? null : (
    <NameLink href={pathTo`/organizations/${row.organization_id}`} name={row.organization_name} />
  )

/** Markdown as HTML (functions/lib/text/markdown.ts), with text styles. */
export const RenderedMarkdown = ({ class: more, children }: PropsWithChildren<{ class?: string }>) => (
  <div class={classes('rendered', more)} dir="auto">
    {children}
  </div>
)

/** Heading of the column next to a list. */
export const SideHead = ({ id, children }: PropsWithChildren<{ id: string }>) => (
  <h2 class="flex justify-between gap-2 pb-1 text-small font-strong text-grey *:[a]:font-regular" id={id}>
    {children}
  </h2>
)
