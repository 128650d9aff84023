/** Words of the review queue, the evidence card, the notice, and of choosing who acts. */
export const reviewZh = {
  actor: {
    label: '经办人',
    nobody: '还没选经办人',
    choose: '选择',
    change: '换人',
    title: '谁在操作',
    text: '记进每一条决定和申诉，不能审核自己的扣减。',
    pending: '选好后接着做刚才点的那一步。',
    find: '姓名、工号或拼音首字母',
    none: '没有符合的人。',
    nobodyYet: '花名册和表格里都还没有人。先导入花名册。',
    failed: '没有选上：网络断了。再选一次。',
    cancel: '取消',
    as: '以 {{name}} 的身份操作',
    nowActing: '现在由 {{name}} 操作',
    page: '选择经办人',
    role: {
      technician: '技术员',
      dispatcher: '内勤',
      hotline: '热线',
      manager: '经理',
      other: '其他',
    },
  },
};
