import { countText } from '../../functions/tags/plan'
import { kindCounts, type TagRow, usesOf } from '../../functions/tags/schema'
import { searchPath, taggedPath } from '../links'
import { Badge } from '../ui/badge'
import { ActLink } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions, RowMeta, RowName, Rows } from '../ui/rows'
import { SelectRow } from '../ui/selection'

/** Path of the rename page; with a name it shows the preview. */
export const renamePath = (tags: { tag: string }[], name?: string) =>
  `/tags/rename?${new URLSearchParams([...tags.map(({ tag }) => ['tag', tag]), ...(name === undefined ? [] : [['name', name]])])}`

const deactivatePath = (tag: string) => `/tags/deactivate?${new URLSearchParams({ tag })}`

/** Searches the kind that has the tag, or all where several do. */
const Name = ({ tag: row }: { tag: TagRow }) => {
  const [only, other] = kindCounts(row.counts)
  if (!only) return <RowName>{row.tag}</RowName>
  return (
    <a class="row-title" href={searchPath({ q: row.tag, kind: other ? '' : only.kind })}>
      <bdi>{row.tag}</bdi>
    </a>
  )
}

/** How many rows of each kind have a tag, each a link to them. */
export const countLinks = ({ tag, counts }: TagRow) =>
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
  <Rows>
    {tags.map((tag) => (
      <li>
        <div>
          <Name tag={tag} />
          <Meta tag={tag} />
        </div>
      </li>
    ))}
  </Rows>
)

export const Row = ({ tag: row, selected }: { tag: TagRow; selected?: boolean }) => (
  <li class="selectable">
    <SelectRow name="tag" value={row.tag} label={row.tag} checked={selected} />
    <div>
      <Name tag={row} />
      <Meta tag={row} />
    </div>
    <RowActions>
      <ActLink icon="edit" label={`Rename or merge ${row.tag}`} href={renamePath([row])} />
      <Menu label={`More for ${row.tag}`}>
        {row.inactive === 1 ? (
          <form method="post" action="/tags/activate">
            <input type="hidden" name="tag" value={row.tag} />
            <button type="submit">
              <Icon name="check" />
              Unarchive
            </button>
          </form>
        ) : (
          <a href={deactivatePath(row.tag)}>
            <Icon name="close" />
            Archive
          </a>
        )}
      </Menu>
    </RowActions>
  </li>
)
