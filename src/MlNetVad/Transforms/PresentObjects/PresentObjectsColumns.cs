using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Presence;

namespace MlNetVad.Transforms;

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record PresentObjectsColumns(string Output, string Clip, string Video, string Frame)
{
    public PresentObjectsColumns(PresentObjectsEstimator.Options options)
        : this(options.OutputColumnName, options.ClipColumnName, options.VideoColumnName, options.FrameColumnName)
    {
    }

    public IReadOnlyList<InputColumn> Inputs =>
    [
        InputColumn.Clip(Clip),
        InputColumn.Scalar(Video, TextDataViewType.Instance),
        InputColumn.Scalar(Frame, NumberDataViewType.Int64),
    ];

    public IReadOnlyList<OutputColumn> Outputs =>
    [
        new(Output, OutputColumn.BagType(ObjectShape.Length)),
        new(Output + "Stay", OutputColumn.BagType(ObjectShape.StayLength)),
        new(Output + "Boxes", OutputColumn.BagType(ObjectShape.BoxLength)),
        new(Output + "Area", NumberDataViewType.Single),
    ];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Clip);
        writer.Write(Video);
        writer.Write(Frame);
    }

    public static PresentObjectsColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
