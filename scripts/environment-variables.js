/** Variables of ours that stand for no flag, in the order in which they are told. */
export const ownVariables = {
  AVATARCTL_CONFIG_DIR:
    'The folder of the settings. Without it, the usual one: `~/.config/avatarctl` on Linux.',
  AVATARCTL_DATA_DIR:
    'The folder of the vault, which has every original, and of installed plugins. Without it, the usual one: `~/.local/share/avatarctl` on Linux.',
  AVATARCTL_CACHE_DIR:
    'The folder of what may be lost: answers of services, and how much of a limit is used. Without it, the usual one: `~/.cache/avatarctl` on Linux.',
  AVATARCTL_CREDENTIALS:
    'Where secrets are kept: `keyring`, or `file` for files that only you can read. It goes before `credentials` of the settings.',
  AVATARCTL_SECRET_CONNECTION_NAME:
    'A secret of a connection, for machines without a keyring: `AVATARCTL_SECRET_MAIN_JWT` is the secret `jwt` of the connection `main`. It goes before what is kept.',
  AVATARCTL_NPM_REGISTRY: "The npm registry that plugins come from. It goes before npm's own settings.",
}

/** Variables that others have made, and what they change here. */
export const foreignVariables = {
  NO_COLOR: 'No colours, whatever it is set to; as `--no-color`.',
  CI: 'Where it is set, no plugin is offered, `connections add` asks nothing, and progress is told in lines.',
  TERM: '`dumb` is a terminal that shows lines only.',
  DISPLAY:
    'On Linux, `login` opens a browser only where this or `WAYLAND_DISPLAY` says that there is a screen.',
  RINGCENTRAL_OPENAPI:
    "For those who work on the tool: RingCentral's description of its API, which the practice server is held against.",
}
