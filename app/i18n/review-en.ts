/** Words of the review queue, the evidence card, the notice, and of choosing who acts. */
export const reviewEn = {
  actor: {
    label: 'Acting person',
    nobody: 'Nobody chosen yet',
    choose: 'Choose',
    change: 'Change',
    title: 'Who is acting',
    text: 'Recorded with each decision and appeal. Nobody decides a deduction of their own.',
    pending: 'Once chosen, the step just clicked goes on.',
    find: 'Name, number or pinyin initials',
    none: 'Nobody matches.',
    nobodyYet: 'Neither the roster nor the sheets name anybody yet. Import the roster first.',
    failed: 'Not chosen: the network is gone. Choose again.',
    cancel: 'Cancel',
    as: 'Act as {{name}}',
    nowActing: '{{name}} is acting now',
    page: 'Choose who acts',
    role: {
      technician: 'technician',
      dispatcher: 'dispatcher',
      hotline: 'hotline agent',
      manager: 'manager',
      other: 'other',
    },
  },
};
