import type { FoundLearning } from '../../functions/learnings/found'
import type { ListedLearning } from '../../functions/learnings/schema'
import { wordsOfPart } from '../../functions/lib/excerpt'
import { tagList } from '../../functions/lib/text'
import { piecesOf } from '../../functions/search/marks'
import { Marked, Pieces } from '../search/marked'

const isFound = (row: ListedLearning | FoundLearning): row is FoundLearning => 'number' in row

/** The words of a row with the marks of a search; none of a row that was not searched for. */
export const markedWords = (row: ListedLearning | FoundLearning) => {
  if (!isFound(row)) return {}
  return {
    title: <Marked text={row.marked_title} />,
    excerpt: <Marked text={wordsOfPart(row.marked_content)} />,
    tags: piecesOf(tagList(row.tags), row.marked_tags).map((tag) => <Pieces of={tag} />),
  }
}
