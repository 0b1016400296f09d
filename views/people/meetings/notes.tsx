import type { Child } from 'hono/jsx'
import {
  type ListedMeeting,
  type NoteField,
  noteFields,
  noteLimit,
  noteNames,
  versionOf,
} from '../../../functions/people/meetings/schema'
import { Rendered } from '../../learning/plan-pages/chunk'
import { Button } from '../../ui/button'
import { NoteBox, NoteText } from '../../ui/notes'
import { Module } from '../../ui/reorder'

/** The form of all notes, whose fields stand in their sections. */
export const notesForm = 'notes'

const hints: Record<NoteField, string> = {
  preparation_notes: 'What you want from it, and what to bring',
  questions_asked: 'What you want to ask, and the answers',
  outcome_notes: 'What was said and decided',
}

type NoteProps = {
  meeting: ListedMeeting
  field: NoteField
  isFocused?: boolean
  /** The note as its markdown reads. */
  rendered?: Child
}

/** A note that saves itself while it is typed; without script it is a field of a form with a button. */
export const Note = ({ meeting, field, isFocused, rendered }: NoteProps) => {
  const id = `note-${field}`
  return (
    <NoteBox
      id={id}
      url={`/meetings/${meeting.id}/notes/${field}`}
      version={meeting[versionOf[field]]}
      seen={versionOf[field]}
    >
      <label class="label" for={id}>
        {noteNames[field]}
      </label>
      <NoteText
        id={id}
        form={notesForm}
        name={field}
        rows={4}
        autofocus={isFocused}
        limit={noteLimit}
        placeholder={hints[field]}
        value={meeting[field]}
      />
      <div class="script-hide">
        <Button small form={notesForm}>
          Save notes
        </Button>
      </div>
      {rendered !== undefined && (
        <details open>
          <summary>
            Formatted<span class="unseen"> {noteNames[field]}</span>
          </summary>
          <Rendered>{rendered}</Rendered>
        </details>
      )}
    </NoteBox>
  )
}

/** The form that the notes belong to, with the versions that they were read at, and their script. */
export const NotesForm = ({ meeting }: { meeting: ListedMeeting }) => (
  <>
    <form id={notesForm} method="post" action={`/meetings/${meeting.id}/notes`} enctype="multipart/form-data">
      {noteFields.map((field) => (
        <input type="hidden" name={versionOf[field]} value={meeting[versionOf[field]]} />
      ))}
    </form>
    <Module name="notes" />
  </>
)
