import { piecesOf } from '../../../functions/data/search/marks'
import type { ListedLearning } from '../../../functions/learning/learnings/schema'
import { wordsOfPart } from '../../../functions/lib/markdown'
import { tagList } from '../../../functions/lib/text'
import { Marked, Pieces } from '../../data/search/row'

/** The words of a row with the marks of a search; none of a row that was not searched for. */
export const markedWords = ({ tags, marked_title, marked_content, marked_tags }: ListedLearning) => {
  if (marked_title === undefined) return {}
  return {
    title: <Marked text={marked_title} />,
    excerpt: <Marked text={wordsOfPart(marked_content ?? '')} />,
    tags: piecesOf(tagList(tags), marked_tags ?? '').map((tag) => <Pieces of={tag} />),
  }
}
