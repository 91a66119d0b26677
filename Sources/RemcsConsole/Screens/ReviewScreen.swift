internal import Localization
internal import RemcsCore

extension TextScreen {
  /// Figure 3.17: everything about the customer once more, as it will be stored.
  static func review(answers: Answers) -> TextScreen {
    let stored = FormID.customer.repaired(answers)
    return TextScreen(.review, step: .customer, buttons: [.back, .next], focus: 1, primary: .next) { words, columns in
      let fields = FormID.customer.fields
      let labels = fields.map { words.label($0) }
      let column = 2 + (labels.map(\.columns).max() ?? 0) + 3
      var rows = BodyRow.paragraph(words(.reviewIntro), columns: columns) + [BodyRow()]
      for (field, label) in zip(fields, labels) {
        let isFlag = Field.of(field).kind == .flag
        let value = isFlag ? words(stored[field] == "yes" ? .reviewDelete : .reviewKeep) : words.typed(stored[field])
        let lines = value.wrapped(columns: columns - column - 1)
        for (index, line) in lines.enumerated() {
          var row = BodyRow(index == 0 ? label : "")
          if index == 0, FormID.customer.requirement(of: field, in: answers) == .required {
            row.put("*", at: column - 2)
          }
          row.put(line, at: column)
          rows.append(row)
        }
      }
      return rows
    }
  }
}
