/** A notification as the server pushes it and the service worker shows it. */
export type Message = {
  title: string
  body: string
  url: string
  tag: string
  /** Names the reminders that its acts are about. */
  key?: string
  acts: { act: string; label: string }[]
}
