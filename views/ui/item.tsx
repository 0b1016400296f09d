import type { Child, PropsWithChildren } from 'hono/jsx'
import { LinkButton } from './button'
import { ItemActions, PageActions, QuickActions } from './item-actions'
import { PageHead, RowMeta, RowTitle, Section } from './section'

type ItemProps = {
  /** `<kind>-<id>`, as `listed` names rows. */
  id: string
  url: string
  name: string
  /** The name with the marks of a search. */
  title?: Child
  /** The line below the title. */
  parts: Child[]
  /** One tap deletes it, without a menu. */
  quick?: boolean
  /** More in its menu. */
  menu?: Child
  class?: string
}

/** A row of a list that is edited in place and has a page; its children stand between title and line. */
export const Item = (props: PropsWithChildren<ItemProps>) => {
  const { id, url, name, title, parts, quick, menu, children } = props
  return (
    <li id={id} class={props.class}>
      <div>
        <RowTitle href={url}>{title ?? <bdi>{name}</bdi>}</RowTitle>
        {children}
        <RowMeta parts={parts} />
      </div>
      {quick ? (
        <QuickActions url={url} name={name} />
      ) : (
        <ItemActions url={url} name={name}>
          {menu}
        </ItemActions>
      )}
    </li>
  )
}

type ItemHeadProps = {
  url: string
  name: string
  summary?: Child
  /** Link to the list. */
  list?: { href: string; text: string }
}

/** The head of the page of a row. */
export const ItemHead = ({ url, name, summary, list, children }: PropsWithChildren<ItemHeadProps>) => (
  <PageHead
    title={<bdi>{name}</bdi>}
    summary={summary}
    actions={
      <>
        {list && <LinkButton href={list.href}>{list.text}</LinkButton>}
        {children}
        <PageActions url={url} />
      </>
    }
  />
)

/** Notes on the page of a row; nothing without any. */
export const Notes = ({ notes }: { notes: string }) =>
  notes === '' ? null : (
    <Section id="notes" title="Notes">
      <p class="whitespace-pre-line" dir="auto">
        {notes}
      </p>
    </Section>
  )
