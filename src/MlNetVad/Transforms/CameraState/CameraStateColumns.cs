using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record CameraStateColumns(string Output, string Clip, string Video, string Frame)
{
    public IReadOnlyList<InputColumn> Inputs =>
    [
        InputColumn.Clip(Clip),
        InputColumn.Scalar(Video, TextDataViewType.Instance),
        InputColumn.Scalar(Frame, NumberDataViewType.Int64),
    ];

    /// <summary>
    /// The state, and the frame's number as it came: ML.NET's custom mapping, as which this lies in a model, fails where nobody asks for any of
    /// its outputs, and a pipeline that wants the score alone asks for the number only.
    /// </summary>
    public IReadOnlyList<OutputColumn> Outputs => [new(Output, TextDataViewType.Instance), new(Frame, NumberDataViewType.Int64)];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Clip);
        writer.Write(Video);
        writer.Write(Frame);
    }

    public static CameraStateColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
