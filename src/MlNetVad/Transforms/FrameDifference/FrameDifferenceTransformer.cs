using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Adds the signed differences of successive frames, <c>D_i = I_i − I_{i−1}</c>.</summary>
public sealed class FrameDifferenceTransformer : ComponentTransformer
{
    private readonly string _output;

    internal FrameDifferenceTransformer(string outputColumnName, string clipColumnName, DataViewType clipType)
    {
        _output = outputColumnName;
        Inputs = [InputColumn.Clip(clipColumnName)];
        InputTypes = [clipType];
    }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new FrameDifferenceContract(), writer =>
    {
        writer.Write(_output);
        writer.Write(Inputs[0].Name);
    });

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_output, new VectorDataViewType(NumberDataViewType.Single, Motion(inputTypes[0])))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        int[] shape = Motion(inputTypes[0]);
        return new FrameDifferenceKernel(pairs: shape[0], frame: shape[1] * shape[2] * shape[3]);
    }

    /// <summary>The dimensions of the difference of a clip [T, H, W, C]: [T − 1, H, W, C].</summary>
    private static int[] Motion(DataViewType clip)
    {
        int[] shape = [.. ((VectorDataViewType)clip).Dimensions];
        if (shape[0] < 2)
        {
            throw new VadException($"A difference needs clips of at least 2 frames; these have {shape[0]}: set VideoOptions.ClipLength.");
        }

        shape[0]--;
        return shape;
    }
}
