import type { TagsPage as Page } from '../../../functions/filing/tags/page-data'
import { countText } from '../../../functions/filing/tags/plan'
import { kindCounts, pageSize, type TagRow, usesOf } from '../../../functions/filing/tags/schema'
import { plural } from '../../../functions/lib/format'
import type { Carried } from '../../../functions/lib/selection'
import { SetInactive } from '../../data/changes/preview'
import { Badge, Button, LinkButton, Menu } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Icon } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { searchPath, taggedPath } from '../../ui/links'
import { ListPages, ListRegion, ListSearch } from '../../ui/listing'
import { PageHead, RowActions, RowList, RowMeta, RowName, RowTitle, Section } from '../../ui/section'
import { SelectGroup, SelectionBar, SelectRow } from '../../ui/selection'
import { TidyFoot, TidyTabs } from '../projects/page'

/** Path of the rename page; with a name it shows the preview. */
const renamePath = (tags: { tag: string }[], name?: string) =>
  `/tags/rename?${new URLSearchParams([...tags.map(({ tag }) => ['tag', tag]), ...(name === undefined ? [] : [['name', name]])])}`

const deactivatePath = (tag: string) => `/tags/deactivate?${new URLSearchParams({ tag })}`

/** Searches the kind that has the tag, or all where several do. */
const Name = ({ tag: row }: { tag: TagRow }) => {
  const [only, other] = kindCounts(row.counts)
  if (!only) return <RowName>{row.tag}</RowName>
  return <RowTitle href={searchPath({ q: row.tag, kind: other ? '' : only.kind })} name={row.tag} />
}

/** How many rows of each kind have a tag, each a link to them. */
const countLinks = ({ tag, counts }: TagRow) =>
  kindCounts(counts).map(({ kind, count }) => (
    <a href={taggedPath(kind, tag)} data-figure={count}>
      {countText(kind, count)}
    </a>
  ))

const Meta = ({ tag: row }: { tag: TagRow }) => (
  <RowMeta
    parts={[...(usesOf(row) > 0 ? countLinks(row) : ['not used']), row.inactive === 1 && <Badge>archived</Badge>]}
  />
)

export const TagRows = ({ tags }: { tags: TagRow[] }) => (
  <RowList
    rows={tags}
    item={(tag) => (
      <li>
        <div>
          <Name tag={tag} />
          <Meta tag={tag} />
        </div>
      </li>
    )}
  />
)

const Row = ({ tag: row, selected }: { tag: TagRow; selected?: boolean }) => (
  <li class="row selectable">
    <div class="mark">
      <SelectRow name="tag" value={row.tag} label={row.tag} checked={selected} />
    </div>
    <div class="what">
      <Name tag={row} />
      <Meta tag={row} />
    </div>
    <RowActions>
      <Menu label={`More for ${row.tag}`}>
        <MenuLink icon="edit" label="Rename or merge" href={renamePath([row])} />
        {row.inactive === 1 ? (
          <form method="post" action="/tags/activate">
            <input type="hidden" name="tag" value={row.tag} />
            <button type="submit">
              <Icon name="check" />
              Unarchive
            </button>
          </form>
        ) : (
          <MenuLink icon="close" label="Archive" href={deactivatePath(row.tag)} />
        )}
      </Menu>
    </RowActions>
  </li>
)

/** Tags that differ in case or accents only; Merge suggests the most used one. */
const Alike = ({ groups }: { groups: TagRow[][] }) => (
  <Section id="tags-alike" title="Differ only in case or accents" summary={plural(groups.length, 'group')}>
    <RowList
      rows={groups}
      item={(group) => (
        <li>
          <RowMeta
            parts={group.map((row) => (
              <>
                <bdi>{row.tag}</bdi>
                {countLinks(row).map((link) => (
                  <>, {link}</>
                ))}
              </>
            ))}
          />
          <LinkButton small href={renamePath(group, group[0]?.tag)}>
            Merge<span class="unseen"> {group.map(({ tag }) => tag).join(', ')}</span>
          </LinkButton>
        </li>
      )}
    />
  </Section>
)

const kind = { path: '/tags', name: 'tag', many: 'tags' } as const

type PageProps = Page & { carried: Carried }

const List = ({ view, tags, next, isCut, carried }: PageProps) => {
  if (tags.length === 0 && view.q !== '') return <Empty title="No matching tags">Try fewer letters.</Empty>
  if (tags.length === 0 && view.after === '') {
    return (
      <Empty title="No tags yet" picture="chips" actions={<LinkButton href="/sessions">Sessions</LinkButton>}>
        Type #tag in a session, or add tags to a learning, a plan or a card.
      </Empty>
    )
  }
  return (
    <>
      <SelectGroup id="pick-tags" rows="#tag-rows">
        Select all<span class="unseen"> tags shown</span>
      </SelectGroup>
      <RowList id="tag-rows" rows={tags} item={(tag) => <Row tag={tag} selected={carried.values.has(tag.tag)} />} />
      {isCut && <p class="grey small">Showing the first {pageSize}. Type more to narrow down.</p>}
      <ListPages kind={kind} view={view} next={next} />
    </>
  )
}

export const TagsPage = (page: PageProps) => (
  <>
    <PageHead title="Tags" />
    <TidyTabs current="/tags" />
    <ListSearch kind={kind} view={page.view} placeholder="Search tags" />
    <ListRegion kind={kind} view={page.view}>
      <List {...page} />
      {page.alike.length > 0 && <Alike groups={page.alike} />}
    </ListRegion>
    <SelectionBar
      label="Selected tags"
      action="/tags/activate"
      paged={{
        name: 'tag',
        carried: page.carried,
        shown: page.tags.map(({ tag }) => tag),
        path: '/tags',
        cursor: 'after',
        next: page.next,
        isFirst: page.view.after === '',
      }}
    >
      <Button small formmethod="get" formaction="/tags/rename" data-picks-act>
        Rename or merge
      </Button>
      <Button small formmethod="get" formaction="/tags/deactivate" data-picks-act>
        Archive
      </Button>
      <Button small data-picks-act>
        Unarchive
      </Button>
      <Button small variant="danger" formaction="/tags/delete" data-picks-act>
        Delete
      </Button>
    </SelectionBar>
    <TidyFoot />
  </>
)

const pointsFor = (count: number) =>
  count === 1
    ? [
        'It’s no longer suggested, but you can still type it in full.',
        'It stays where it is.',
        'You can unarchive it at any time.',
      ]
    : [
        'They’re no longer suggested, but you can still type them in full.',
        'They stay where they are.',
        'You can unarchive them at any time.',
      ]

export const DeactivateTags = ({ tags }: { tags: TagRow[] }) =>
  tags.length === 0 ? (
    <Empty title="No active tag selected" actions={<LinkButton href="/tags">Tags</LinkButton>}>
      Select some in the list first.
    </Empty>
  ) : (
    <SetInactive
      summary={plural(tags.length, 'tag')}
      points={pointsFor(tags.length)}
      action="/tags/deactivate"
      fields={tags.map(({ tag }) => ['tag', tag])}
      cancel="/tags"
      things="Tags"
    >
      <TagRows tags={tags} />
    </SetInactive>
  )

export const Suggestions = ({ values }: { values: string[] }) => (
  <>
    {values.map((value) => (
      <option value={value} />
    ))}
  </>
)
