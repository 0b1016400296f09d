import type { Child } from 'hono/jsx'
import { type ListedLearning, typeNames } from '../../../functions/learning/learnings/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { splitMarkedTexts } from '../../../functions/lib/search/marks'
import { dayMonth } from '../../../functions/lib/text/format'
import { excerptOf, wordsOfPart } from '../../../functions/lib/text/markdown'
import { tagList } from '../../../functions/lib/text/text'
import { TagLink } from '../../ui/field'
import { classes, ProjectName } from '../../ui/icon'
import { Fact, Item, MenuPost } from '../../ui/item'
import { MarkedText, Pieces } from '../../ui/marked'
import { NameLink } from '../../ui/section'

/** Type, date, tags, project and plan of a learning. @param tags tags to show, with search matches marked */
export const learningParts = (row: ListedLearning, today: string, tags: Child[] = []): Child[] => [
  <time datetime={row.date} data-edits="date">
    {dayMonth(row.date, today)}
  </time>,
  <span data-edits="type">{typeNames[row.type]}</span>,
  row.project_name && <ProjectName name={row.project_name} color={row.project_color} />,
  row.plan_title && (
    <Fact icon="plans">
      <bdi>{row.plan_title}</bdi>
    </Fact>
  ),
  row.meeting_title && <NameLink href={pathTo`/meetings/${row.meeting_id}`} name={row.meeting_title} />,
  row.organization_name && <bdi>{row.organization_name}</bdi>,
  ...tagList(row.tags).map((tag, index) => (
    <TagLink kind="learning" tag={tag}>
      {tags[index]}
    </TagLink>
  )),
]

/** Text of a row with search matches marked; empty if the row is not a search result. */
const markedWords = ({ tags, marked_title, marked_content, marked_tags }: ListedLearning) => {
  if (marked_title === undefined) return {}
  return {
    title: <MarkedText text={marked_title} />,
    excerpt: <MarkedText text={wordsOfPart(marked_content ?? '')} />,
    tags: splitMarkedTexts(tagList(tags), marked_tags ?? '').map((tag) => <Pieces of={tag} />),
  }
}

const excerptLook = classes(
  'my-1 leading-4.5 @2xl:col-start-2 @2xl:row-start-1 @2xl:row-end-3 @2xl:my-0 @2xl:self-center',
  '@2xl:text-ink @2xl:leading-4',
)

/** A learning in lists, on its page and in fragments. */
export const LearningRow = ({ learning, today }: { learning: ListedLearning; today: string }) => {
  const { id, title, content } = learning
  const marked = markedWords(learning)
  return (
    <Item
      id={`learning-${id}`}
      url={pathTo`/learnings/${id}`}
      name={title}
      title={marked.title}
      edits="title"
      beside
      parts={learningParts(learning, today, marked.tags)}
      menu={<MenuPost action={pathTo`/learnings/${id}/card`} label="Make a card" icon="cards" swapsNothing />}
    >
      {content !== '' && <p class={excerptLook}>{marked.excerpt ?? <bdi>{excerptOf(content)}</bdi>}</p>}
    </Item>
  )
}
