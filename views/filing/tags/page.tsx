import type { PropsWithChildren } from 'hono/jsx'
import type { TagsPage as Page } from '../../../functions/filing/tags/page-data'
import { countText } from '../../../functions/filing/tags/plan'
import { kindCounts, pageSize, type TagRow, tagId, tagPath, useCount } from '../../../functions/filing/tags/schema'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { tagLimit } from '../../../functions/lib/tags'
import { plural } from '../../../functions/lib/text/format'
import { Badge, Button, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Datalist, Field } from '../../ui/field'
import { draftFields } from '../../ui/form'
import { ItemActions, MenuPost, Row } from '../../ui/item'
import { taggedPath } from '../../ui/links'
import { ListPages, ListRegion, ListSearch, SelectLink } from '../../ui/listing'
import { PlaceTabs } from '../../ui/place-tabs'
import { joinFacts, PageHead, RowList, RowMeta, RowTitle, Section } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { OptionalLink } from '../../ui/uses'
import { ThisWeek, TidyFoot, WeekSum } from '../projects/page'

/** A tag, linked to rows of the first kind that uses it. */
const Name = ({ tag: { tag, counts } }: { tag: TagRow }) => {
  const [first] = kindCounts(counts)
  return <RowTitle href={first ? taggedPath(first.kind, tag) : tagPath(tag)} name={tag} data-edits="name" />
}

/** Number of rows of each kind with a tag, each linked to the rows. */
const countLinks = ({ tag, counts }: TagRow) =>
  kindCounts(counts).map(({ kind, count }) => (
    <OptionalLink href={taggedPath(kind, tag)} data-figure={count}>
      {countText(kind, count)}
    </OptionalLink>
  ))

type ActProps = PropsWithChildren<{ tags: TagRow[]; act: string }>

/** Hidden fields that select tags for an action. Its children are further fields. */
const ActFields = ({ tags, act, children }: ActProps) => (
  <>
    {tags.map(({ tag }) => (
      <input type="hidden" name="ids" value={encodeURIComponent(tag)} />
    ))}
    <input type="hidden" name="act" value={act} />
    {children}
  </>
)

export const TagItem = ({ tag: row, page }: { tag: TagRow; page: Page }) => {
  const subject = `tag:#${row.tag}`
  const seconds = page.seconds.get(subject)
  const [act, label, icon] =
    row.inactive === 1 ? (['unarchive', 'Unarchive', 'check'] as const) : (['archive', 'Archive', 'close'] as const)
  return (
    <Row
      id={tagId(row.tag)}
      title={<Name tag={row} />}
      facts={[]}
      inLine
      figures={seconds && <ThisWeek subject={subject} seconds={seconds} of={page} hidesBar />}
      actions={
        <ItemActions url={tagPath(row.tag)} name={row.tag} swapsNothing>
          <MenuPost action="/tags/selected" label={label} icon={icon} swapsNothing>
            <ActFields tags={[row]} act={act} />
          </MenuPost>
        </ItemActions>
      }
    >
      <RowMeta
        parts={[
          useCount(row) > 0 ? joinFacts(...countLinks(row)) : 'not used',
          row.inactive === 1 && <Badge>archived</Badge>,
        ]}
      />
    </Row>
  )
}

/** Groups of tags that differ only in case or accents; Merge suggests the most used tag. */
const Alike = ({ groups }: { groups: TagRow[][] }) => (
  <Section id="tags-alike" title="Differ only in case or accents" summary={plural(groups.length, 'group')}>
    <RowList
      rows={groups}
      item={(group) => (
        <li>
          <RowMeta
            most={group.length}
            parts={group.map((row) => (
              <>
                <bdi>{row.tag}</bdi>
                {countLinks(row).map((link) => (
                  <>, {link}</>
                ))}
              </>
            ))}
          />
          <form method="post" action="/tags/selected">
            <ActFields tags={group} act="rename">
              <input type="hidden" name="name" value={group[0]?.tag} />
            </ActFields>
            <Button small>
              Merge<span class="sr-only"> {group.map(({ tag }) => tag).join(', ')}</span>
            </Button>
          </form>
        </li>
      )}
    />
  </Section>
)

const kind = { path: '/tags', name: 'tag', many: 'tags' } as const

const List = (page: Page) => {
  const { view, tags, next, isCut } = page
  if (tags.length === 0 && view.q !== '') return <Empty title="No matching tags">Try fewer letters.</Empty>
  if (tags.length === 0 && view.after === '') {
    return (
      <Empty title="No tags yet" isFirst actions={<LinkButton href="/sessions">Sessions</LinkButton>}>
        Type #tag in a session, or add tags to a learning, a plan or a card.
      </Empty>
    )
  }
  return (
    <>
      {[...Map.groupBy(tags, ({ tag }) => page.seconds.has(`tag:#${tag}`))].map(([isInWeek, rows]) => (
        <Section
          id={isInWeek ? 'tags-week' : 'tags-other'}
          title={isInWeek ? 'This week' : rows.length < tags.length ? 'Other tags' : 'Tags'}
          summary={view.after === '' && !next && rows.length}
          aside={isInWeek && <WeekSum of={page} />}
        >
          <RowList
            rows={rows}
            class={!isInWeek && rows.length > 8 ? 'lg:columns-2 lg:gap-x-8 *:break-inside-avoid' : undefined}
            item={(tag) => <TagItem tag={tag} page={page} />}
          />
        </Section>
      ))}
      {isCut && <p class="grey text-small">Showing the first {pageSize}. Type more to narrow down.</p>}
      <ListPages kind={kind} view={view} next={next} />
    </>
  )
}

/** The list of tags, and of similar tags to merge. */
export const TagList = ({ oob, ...page }: Page & { oob?: boolean }) => (
  <ListRegion kind={kind} view={page.view} oob={oob}>
    <List {...page} />
    {page.alike.length > 0 && <Alike groups={page.alike} />}
  </ListRegion>
)

/** `/tags` */
export const TagsPage = (page: Page) => (
  <>
    <PageHead title="Tags" more={<SelectLink kind={kind} />} />
    <PlaceTabs path="/tags" />
    <ListSearch kind={kind} view={page.view} placeholder="Search tags" />
    <TagList {...page} />
    <ListSelection of={kind} acts={['rename', 'archive', 'unarchive', 'delete']} />
    <TidyFoot />
  </>
)

type RenameProps = {
  /** Current name. */
  tag?: string
  draft?: AnyDraft
  /** Suggested names. */
  names: string[]
  of?: typeof draftFields
}

/** Field for the new name of tags. */
export const RenameField = ({ tag = '', draft, names, of = draftFields }: RenameProps) => (
  <>
    <Field
      label="New name"
      dir="auto"
      maxlength={tagLimit}
      list="tag-names"
      autocomplete="off"
      hint="Enter another tag’s name to merge them. Case matters: Deep and deep are two tags."
      data-autofocus
      {...of({ name: tag }, draft, 'picks')('name')}
    />
    <Datalist id="tag-names" values={names} />
  </>
)

export const Suggestions = ({ values }: { values: string[] }) => (
  <>
    {values.map((value) => (
      <option value={value} />
    ))}
  </>
)
