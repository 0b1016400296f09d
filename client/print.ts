// Shows the button that prints a document, which does nothing without a script.
const button = document.querySelector<HTMLButtonElement>('#print')
if (button) button.hidden = false
button?.addEventListener('click', () => print())

// Makes this file a module.
export {}
