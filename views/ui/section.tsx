import type { Child, PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../functions/lib/http/path-to'
import { Button, LinkButton, Menu } from './button'
import { classes, Icon, type IconName } from './icon'
import { Linked, useHref } from './uses'

type Way = { href: string; name: Child }

type PageHeadProps = {
  title: Child
  /** Lets an answer morph it, which says so itself. */
  id?: string
  oob?: boolean
  /** The list that the page belongs to, above the title. */
  back?: Way
  /** One line beside the title; on a phone below it. */
  summary?: Child
  /** Lets an answer replace the summary. */
  summaryId?: string
  /** The line below the title of one thing. */
  facts?: Child[]
  /** Buttons of one thing; on a phone below its facts. */
  acts?: Child
  /** Path of the form behind the pencil. */
  edit?: string
  actions?: Child
  /** Links and forms in a menu behind the actions. */
  more?: Child
  /** Lets an answer replace the menu. */
  moreId?: string
}

/** The link from a page back to its list or parent. */
export const BackLink = ({ href, name, class: more }: Way & { class?: string }) =>
  useHref(href) && (
    <a class={classes('back', more)} href={href}>
      <Icon name="left" />
      {name}
    </a>
  )

/** Words that only a print shows. */
export const OnPaper = ({ children }: PropsWithChildren) => (
  <p class="on-paper" hidden>
    {children}
  </p>
)

/**
 * The head of a page, with its one `h1`. A list has one button beside it, and the rest in the menu. Its children stand
 * below the title, except that on a phone the button of a filter among them joins the title's line.
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

/** A part of a page under a heavy rule. `region` names a region that writes renew (`regionOnScreen`). */
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

/** A section that is folded at first. */
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

/** A fold within a line of other elements: its content opens below the whole line. */
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

/** Sections side by side on a wide screen: `two` alike, or the first in the `lead`. */
export const Columns = ({ kind, children }: PropsWithChildren<{ kind: keyof typeof columnLooks }>) => (
  <div class={classes('grid grid-cols-1 gap-x-8', columnLooks[kind])}>{children}</div>
)

/** Stacks its children with a small gap. */
export const Stack = ({ children }: PropsWithChildren) => <div class="stack">{children}</div>

/** A link that shows as one, such as those at the end of a section's head. */
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

/** Links between pages that belong together, in one line that scrolls. */
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

/** A link to an earlier or later period that `label` names; without `href` it is disabled. `swap` has htmx attributes. */
type TimeStep = {
  id?: string
  href?: string
  label: string
  swap?: Record<string, string>
  'aria-keyshortcuts'?: 'ArrowLeft' | 'ArrowRight' | '[' | ']' | undefined
}

type StepsProps = PropsWithChildren<{ label: string; earlier?: TimeStep | '' | null; later?: TimeStep | '' | null }>

/** Steps that the arrow keys follow. */
export const stepBack = { id: 'day-before', 'aria-keyshortcuts': 'ArrowLeft' } as const
export const stepOn = { id: 'day-after', 'aria-keyshortcuts': 'ArrowRight' } as const

/** Steps through time, the earlier on the left; its children stand between them. */
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

type RowsProps = {
  id?: string
  /** The order of the rows has a meaning, so the list is an `ol`. */
  ordered?: boolean
  /** Two lines a row, in a narrow column. */
  small?: boolean
  class?: string | false
}

/** Rows that have a look of their own keep it. */
const smallRows = classes(
  '*:not-[[class]]:grid-cols-[minmax(0,1fr)_8rem]',
  '*:not-[[class]]:has-[>:only-child]:grid-cols-[minmax(0,1fr)]',
)

/** A list of things, parted by hairlines; its `li` are laid out by their own width. */
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

/** The title link of a row: `name`, else the children. */
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

/** A link among words to a thing by its name. */
export const NameLink = ({ href, name }: { href: string; name: Child }) => (
  <Linked href={href}>
    <bdi>{name}</bdi>
  </Linked>
)

export const RowName = ({ children }: PropsWithChildren) => (
  <span class="row-title">
    <bdi>{children}</bdi>
  </span>
)

/** The parts that exist, with `mark` between them. */
const joined = (parts: Child[], mark: string) =>
  parts.filter(Boolean).flatMap((part, index) => (index > 0 ? [mark, part] : [part]))

/** One fact of several parts; nothing where none exists. */
export const oneFact = (...parts: Child[]): Child => parts.some(Boolean) && <>{joined(parts, ', ')}</>

/** Facts in one line: the first three that exist, unless there may be more. */
export const RowMeta = ({ parts, most = 3, class: more }: { parts: Child[]; most?: number; class?: string }) => {
  const shown = parts.filter(Boolean).slice(0, most)
  return shown.length > 0 && <p class={classes('row-meta', more)}>{joined(shown, ' · ')}</p>
}

type PlainRowProps = { name: string; href?: string; parts: Child[]; actions?: Child; title?: string }

/** A row without edge, clock and mark: `actions` stand at its end. */
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

/** A row for a change, with a button that undoes it. */
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
  /** Beside the name, or under it where there is no room. */
  parts: Child[]
  icon?: IconName
}

/** A row that leads to a page or a file, pressed anywhere. */
export const PlaceRow = ({ parts, icon = 'right', children, ...title }: PropsWithChildren<PlaceProps>) => (
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

/** Holds `ActButton`, `ActLink` and `Menu`. */
export const RowActions = ({ class: more, children }: PropsWithChildren<{ class?: string }>) => (
  <div class={classes('row-actions', more)}>{children}</div>
)

type OrganizationProps = { row: { organization_id: string | null; organization_name: string | null } }

/** Links to the organization of a row; nothing without one and while it is deleted. */
export const OrganizationOf = ({ row }: OrganizationProps) =>
  row.organization_name === null ? null : (
    <NameLink href={pathTo`/organizations/${row.organization_id}`} name={row.organization_name} />
  )

/** Markdown as HTML (functions/lib/text/markdown.ts), with the looks of text. */
export const Rendered = ({ class: more, children }: PropsWithChildren<{ class?: string }>) => (
  <div class={classes('rendered', more)} dir="auto">
    {children}
  </div>
)

/** Heading of the column beside a list. */
export const SideHead = ({ id, children }: PropsWithChildren<{ id: string }>) => (
  <h2 class="flex justify-between gap-2 pb-1 text-small font-strong text-grey *:[a]:font-regular" id={id}>
    {children}
  </h2>
)
