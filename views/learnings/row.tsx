import type { Child } from 'hono/jsx'
import type { FoundLearning } from '../../functions/learnings/found'
import { isFound } from '../../functions/learnings/list'
import type { ListedLearning } from '../../functions/learnings/schema'
import { excerptOf, typeNames, wordsOfPart } from '../../functions/learnings/words'
import { dayMonth } from '../../functions/lib/format'
import { tagList } from '../../functions/lib/text'
import { piecesOf } from '../../functions/search/marks'
import { learningsPath } from '../links'
import { Marked, Pieces } from '../search/marked'
import { QuickActions } from '../ui/item-actions'
import { ProjectName } from '../ui/project-mark'
import { RowMeta, RowTitle } from '../ui/rows'

type Props = { learning: ListedLearning | FoundLearning; today: string }

const tagParts = (row: ListedLearning | FoundLearning): Child[] => {
  const tags = tagList(row.tags)
  const shown: Child[] = isFound(row) ? piecesOf(tags, row.marked_tags).map((tag) => <Pieces of={tag} />) : tags
  return tags.map((tag, index) => (
    <a href={learningsPath({ tag })}>
      <bdi>#{shown[index]}</bdi>
    </a>
  ))
}

/** Type, date, tags and what a learning belongs to. */
export const learningParts = (row: ListedLearning | FoundLearning, today: string): Child[] => [
  <time datetime={row.date}>{dayMonth(row.date, today)}</time>,
  typeNames[row.type],
  row.project_name && <ProjectName name={row.project_name} color={row.project_color} />,
  row.plan_title && <bdi>{row.plan_title}</bdi>,
  row.organization_name && <bdi>{row.organization_name}</bdi>,
  ...tagParts(row),
]

/** A learning in a list, on the page and in every fragment. */
export const LearningRow = ({ learning, today }: Props) => {
  const url = `/learnings/${learning.id}`
  const excerpt = isFound(learning) ? (
    <Marked text={wordsOfPart(learning.marked_content)} />
  ) : (
    <bdi>{excerptOf(learning)}</bdi>
  )
  return (
    <li id={`learning-${learning.id}`}>
      <div>
        <RowTitle href={url}>
          {isFound(learning) ? <Marked text={learning.marked_title} /> : <bdi>{learning.title}</bdi>}
        </RowTitle>
        {learning.content !== '' && <p>{excerpt}</p>}
        <RowMeta parts={learningParts(learning, today)} />
      </div>
      <QuickActions url={url} name={learning.title} />
    </li>
  )
}
