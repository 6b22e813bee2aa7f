namespace MlNetVad.Evaluation;

/// <summary>The picture's colours, readable in print and for the colour-blind.</summary>
internal static class Palette
{
    public const string Background = "#ffffff";
    public const string Panel = "#fafbfc";
    public const string Grid = "#e3e7ec";
    public const string Axis = "#8c96a3";
    public const string Text = "#1f2933";
    public const string Faint = "#5b6673";
    public const string Curve = "#1b4f9c";
    public const string Threshold = "#c2570c";
    public const string Anomalous = "#fbdfda";
}
