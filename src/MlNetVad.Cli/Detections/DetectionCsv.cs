using System.Globalization;

namespace MlNetVad.Cli.Detections;

/// <summary>Objects as lines: <c>source,frame,class,class_id,score,x,y,width,height</c>; a picture has no frame.</summary>
internal sealed class DetectionCsv
{
    private readonly TextWriter _writer;

    /// <summary>Writes the header.</summary>
    public DetectionCsv(TextWriter writer)
    {
        _writer = writer;
        writer.WriteLine("source,frame,class,class_id,score,x,y,width,height");
    }

    /// <summary>Writes a line an object.</summary>
    public void Add(FrameObjects frame)
    {
        foreach (FoundObject o in frame.Objects)
        {
            _writer.WriteLine(string.Join(
                ',', Quoted(frame.Name), $"{frame.Frame}", Quoted(o.Class), $"{o.ClassId}", Number(o.Score), Number(o.X), Number(o.Y), Number(o.Width), Number(o.Height)));
        }

        _writer.Flush();
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
