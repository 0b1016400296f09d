import { plural } from '../../functions/lib/format'
import type { TagRow } from '../../functions/tags/schema'
import { searchPath, sessionsPath } from '../links'
import { Badge } from '../ui/badge'
import { ActLink } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions, RowMeta, RowName, Rows } from '../ui/rows'
import { SelectRow } from '../ui/selection'
import { deactivatePath, renamePath } from './words'

const Name = ({ tag: { tag, session_count } }: { tag: TagRow }) =>
  session_count > 0 ? (
    <a class="row-title" href={searchPath({ q: tag, kind: 'session' })}>
      <bdi>{tag}</bdi>
    </a>
  ) : (
    <RowName>{tag}</RowName>
  )

const Meta = ({ tag: { tag, session_count, inactive } }: { tag: TagRow }) => (
  <RowMeta
    parts={[
      session_count > 0 ? (
        <a href={sessionsPath(null, `tag:#${tag}`)} data-figure={session_count}>
          {plural(session_count, 'session')}
        </a>
      ) : (
        'no sessions'
      ),
      inactive === 1 && <Badge>archived</Badge>,
    ]}
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
