import { descriptionLimit, type Source } from '../../functions/action-items/schema'
import { type LineDraft, type LinePart, LineParts, QuickLine } from '../ui/quick-line'

/** In characters: a description, and room for its marks. */
export const lineLimit = descriptionLimit + 100

export const ActionParts = ({ parts }: { parts?: LinePart[] }) => <LineParts kind="action" parts={parts} />

/** `source` is the row that the action item comes from. */
type Props = LineDraft & { source?: Source | null }

/** Adds an action item from one line. */
export const ActionQuickAdd = ({ source, ...draft }: Props) => (
  <QuickLine
    {...draft}
    kind="action"
    path="/action-items/quick"
    label="New action item"
    placeholder="Send Ada the figures Friday !high"
    limit={lineLimit}
    hidden={
      source && (
        <>
          <input type="hidden" name="source_type" value={source.type} />
          <input type="hidden" name="source_id" value={source.id} />
        </>
      )
    }
  />
)
