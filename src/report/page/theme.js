const button = document.getElementById('theme')
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement

const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches)

function tell() {
  button.textContent = isDark() ? 'Light' : 'Dark'
  button.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours')
}

/** Light or dark as the system has it, until somebody chooses. */
export function followTheme() {
  button.onclick = () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    tell()
  }
  prefersDark.addEventListener('change', tell)
  tell()
}
