import {
  type ListedMeeting,
  type NoteField,
  noteFields,
  noteLimit,
  noteNames,
  versionOf,
} from '../../../functions/people/meetings/schema'
import { Button, Notice, Version, Versions } from '../../ui/button'
import { Module } from '../../ui/reorder'

/** The form of all notes, whose fields stand in their sections. */
export const notesForm = 'notes'

const hints: Record<NoteField, string> = {
  preparation_notes: 'What you want from it, and what to bring',
  questions_asked: 'What you want to ask, and the answers',
  outcome_notes: 'What was said and decided',
}

/** Shown by the script in place of a save that another one came before. */
const Torn = ({ id }: { id: string }) => (
  <div data-torn hidden>
    <Notice tone="warning" role="alert">
      <p>There is another version of this note. Nothing you typed is lost: yours is above.</p>
      <Versions>
        <Version
          title="The other version"
          action={
            <>
              <Button type="button" small variant="primary" data-choice="both">
                Keep both
              </Button>{' '}
              <Button type="button" small data-choice="typed">
                Keep mine
              </Button>{' '}
              <Button type="button" small data-choice="saved">
                Take the other
              </Button>
            </>
          }
        >
          <p class="whitespace-pre-line" dir="auto" data-other id={`${id}-other`} />
        </Version>
      </Versions>
    </Notice>
  </div>
)

type NoteProps = {
  meeting: ListedMeeting
  field: NoteField
  isFocused?: boolean
}

/** A note that saves itself while it is typed; without script it is a field of a form with a button. */
export const Note = ({ meeting, field, isFocused }: NoteProps) => {
  const id = `note-${field}`
  return (
    <div
      class="field"
      data-note={`/meetings/${meeting.id}/notes/${field}`}
      data-version={meeting[versionOf[field]]}
      data-seen={versionOf[field]}
    >
      <label class="label" for={id}>
        {noteNames[field]}
      </label>
      <textarea
        class="input"
        id={id}
        form={notesForm}
        name={field}
        rows={4}
        autofocus={isFocused}
        maxlength={noteLimit}
        dir="auto"
        autocomplete="off"
        placeholder={hints[field]}
        aria-describedby={`${id}-state`}
      >
        {`\n${meeting[field]}`}
      </textarea>
      <span class="hint" id={`${id}-state`} role="status" data-state />
      <Torn id={id} />
      <div class="script-hide">
        <Button small form={notesForm}>
          Save notes
        </Button>
      </div>
    </div>
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
