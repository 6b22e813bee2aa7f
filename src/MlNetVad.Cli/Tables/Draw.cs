using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using Spectre.Console;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws cells as a table of the house style.</summary>
internal static class Draw
{
    /// <summary>Draws a table of the report; one without headers is a list of names and values.</summary>
    public static void Table(Screen screen, ReportTable table)
    {
        if (table.Columns.All(column => column.Header.Length == 0))
        {
            Pairs(screen, table.Title, [.. table.Rows.Select(row => (row[0], row[1]))]);
            return;
        }

        Table drawn = new Table().Border(TableBorder.Horizontal).BorderColor(Color.Grey);
        foreach (ReportColumn column in table.Columns)
        {
            var header = new TableColumn(new Markup($"[bold]{Markup.Escape(column.Header)}[/]"));
            drawn.AddColumn(column.Numeric ? header.RightAligned().NoWrap() : header.LeftAligned());
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            drawn.AddRow([.. row.Select(cell => new Markup(Markup.Escape(cell)))]);
        }

        Title(screen, table.Title);
        screen.Show(drawn);
    }

    /// <summary>Draws names and values without a frame.</summary>
    public static void Pairs(Screen screen, string title, params IReadOnlyList<(string Name, string Value)> pairs)
    {
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(2).NoWrap()).AddColumn(new GridColumn().PadLeft(2));
        foreach ((string name, string value) in pairs)
        {
            grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Markup(Markup.Escape(value)));
        }

        Title(screen, title);
        screen.Show(grid);
    }

    /// <summary>A section's heading.</summary>
    public static void Title(Screen screen, string title)
    {
        if (title.Length > 0)
        {
            screen.Show("");
            screen.Show($"[bold teal]{Markup.Escape(title)}[/]");
        }
    }
}
