namespace MlNetVad.Pretrained;

/// <summary>Networks for pictures whose weights a package brings.</summary>
public enum PretrainedVision
{
    /// <summary>
    /// ResNet18, trained on ImageNet's classes: the weights of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT), which has no
    /// head of classes. A picture is 512 numbers, the mean over its places of the last map behind its ReLU, each 0 or more.
    /// </summary>
    ResNet18,
}
