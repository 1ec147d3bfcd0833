use serde_json::json;

use super::*;

#[test]
fn text_has_tabs_and_sections() {
    for (answer, expected) in [
        (json!("x"), "x\n"),
        (json!(null), "None\n"),
        (json!(["a", "b"]), "a\tb\n"),
        (json!({"B": true, "A": 1}), "1\tTrue\n"),
        (
            json!({"Keys": [{"KeyId": "1", "KeyArn": "a"}, {"KeyId": "2", "KeyArn": "b"}]}),
            "KEYS\ta\t1\nKEYS\tb\t2\n",
        ),
        (json!({"Names": ["x", "y"], "T": 1}), "1\nNAMES\tx\nNAMES\ty\n"),
        (json!([["a", "b"], ["c", "d"]]), "a\tb\nc\td\n"),
        (json!({"M": {"A": "1", "In": {"R": "r"}}}), "M\t1\nIN\tr\n"),
        (json!([{"A": 1}, {"B": 2}]), "1\t\n\t2\n"),
        (json!([]), ""),
    ] {
        assert_eq!(show(Style::Text, "T", &answer), expected, "{answer}");
    }
}

#[test]
fn tables_are_drawn_as_the_cli_draws_them() {
    let answer = json!({"Keys": [{"KeyArn": "arn:aws:kms:us-east-1:111111111111:key/9a374450-4560-439e-8670-b7a17d492b27", "KeyId": "9a374450-4560-439e-8670-b7a17d492b27"}]});
    let expected = "\
---------------------------------------------------------------------------------------------
|                                         ListKeys                                          |
+-------------------------------------------------------------------------------------------+
||                                          Keys                                           ||
|+--------+--------------------------------------------------------------------------------+|
||  KeyArn|  arn:aws:kms:us-east-1:111111111111:key/9a374450-4560-439e-8670-b7a17d492b27   ||
||  KeyId |  9a374450-4560-439e-8670-b7a17d492b27                                          ||
|+--------+--------------------------------------------------------------------------------+|
";
    assert_eq!(show(Style::Table, "ListKeys", &answer), expected);
    let expected = "\
------------------------------------------
|                ListKeys                |
+----------------------------------------+
|  9a374450-4560-439e-8670-b7a17d492b27  |
+----------------------------------------+
";
    assert_eq!(show(Style::Table, "ListKeys", &json!(["9a374450-4560-439e-8670-b7a17d492b27"])), expected);
}

#[test]
fn json_is_indented_by_four_and_dates_are_iso_8601() {
    let answer = with_dates(
        json!({"CreationDate": 1_770_886_800.214, "Limit": 5, "Inner": [{"ValidTo": 1_770_886_800.0}]}),
    );
    let expected = "\
{
    \"CreationDate\": \"2026-02-12T09:00:00.214000+00:00\",
    \"Limit\": 5,
    \"Inner\": [
        {
            \"ValidTo\": \"2026-02-12T09:00:00+00:00\"
        }
    ]
}
";
    assert_eq!(show(Style::Json, "T", &answer), expected);
}
